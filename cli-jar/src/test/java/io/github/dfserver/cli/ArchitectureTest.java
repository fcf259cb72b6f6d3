package io.github.dfserver.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the command line is made of. */
@AnalyzeClasses(packages = "io.github.dfserver.cli", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule OF_THE_PROJECT_ONLY_THE_CLIENT_LIBRARY_IS_USED =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.dfserver.cli..",
              "io.github.dfserver.client",
              "io.github.dfserver.client.error",
              "java..",
              "picocli",
              "me.tongfei.progressbar",
              "com.fasterxml.jackson.core..");

  @ArchTest
  static final ArchRule PROGRESS_BARS_AND_JSON_ARE_ONLY_KNOWN_TO_THE_OUTPUT =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli.output")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("me.tongfei..", "com.fasterxml..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.github.dfserver.(cli..)").should().beFreeOfCycles();
}
