package io.github.dfserver.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions of DESIGN.md that concern a node. */
@AnalyzeClasses(
    packages = "io.github.dfserver",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.WithoutLibraries.class})
class ArchitectureTest {
  /** What is relocated into tracing-jar is not ours. */
  static final class WithoutLibraries implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/dfserver/tracing/opentelemetry/");
    }
  }

  @ArchTest
  static final ArchRule ONLY_THE_CHANNEL_KNOWS_WEBSOCKETS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..node.channel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.websocket..", "org.glassfish..", "java.net.http..");

  @ArchTest
  static final ArchRule THE_STORE_KNOWS_NO_SOCKETS =
      noClasses()
          .that()
          .resideInAPackage("..node.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "jakarta..", "javax.net..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.nio\\.channels\\..*(Socket|Selector|Selectable|Datagram).*");

  @ArchTest
  static final ArchRule THE_STORE_KNOWS_NEITHER_CHANNEL_NOR_TRANSFER =
      noClasses()
          .that()
          .resideInAPackage("..node.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.dfserver.node", "..node.channel..", "..node.transfer..");

  @ArchTest
  static final ArchRule TRANSFERS_KNOW_NOTHING_OF_THE_NODE =
      noClasses()
          .that()
          .resideInAPackage("..node.transfer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.dfserver.node", "..node.channel..", "..node.store..");

  @ArchTest
  static final ArchRule CREDENTIALS_KNOW_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("..node.credentials..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.github.dfserver.node", "..node.channel..", "..node.store..", "..node.transfer..");

  @ArchTest
  static final ArchRule THE_PROTOCOL_KNOWS_NEITHER_SIDE =
      noClasses()
          .that()
          .resideInAPackage("..dfserver.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..dfserver.node..", "..dfserver.manager..", "..dfserver.journal..");

  @ArchTest
  static final ArchRule A_NODE_KNOWS_NO_MANAGER =
      noClasses()
          .that()
          .resideInAPackage("..dfserver.node..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..dfserver.manager..");

  @ArchTest
  static final ArchRule OPENTELEMETRY_ONLY_BEHIND_OUR_TRACING =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.dfserver.tracing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..", "io.github.dfserver.tracing.opentelemetry..");
}
