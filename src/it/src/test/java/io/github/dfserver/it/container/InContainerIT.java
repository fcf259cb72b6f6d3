package io.github.dfserver.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.protocol.Sha256;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Inside the server: what CDI wires, what the settings say, and the catalogue on its threads. */
@Tag("arquillian")
@ExtendWith(ArquillianExtension.class)
class InContainerIT {
  @Inject private Catalog catalog;
  @Inject private ManagerConfiguration configuration;

  @Deployment
  static WebArchive manager() {
    return ManagerWar.built();
  }

  @Test
  void settingsComeFromMicroProfileConfig() {
    assertEquals(Duration.ofSeconds(5), configuration.lease());
    assertTrue(configuration.dataDirectory().endsWith("target/it/arquillian/manager"));
    assertTrue(configuration.fsync());
    assertEquals(65_536, configuration.inlineLimit());
    assertTrue(configuration.mongodbUri().isEmpty());
  }

  @Test
  void everyPartOfTheManagerIsOneBeanForAll() {
    assertSame(
        CDI.current().select(ManagerConfiguration.class).get(),
        CDI.current().select(ManagerConfiguration.class).get());
    assertTrue(CDI.current().select(Catalog.class).isResolvable());
    assertTrue(CDI.current().select(NodeRegistry.class).isResolvable());
  }

  @Test
  void theEmbeddedCatalogueLiesInTheDataDirectory() throws Exception {
    assertEquals(catalog.clusterId(), catalog.clusterId());
    assertTrue(Files.isDirectory(configuration.dataDirectory()));
    try (var entries = Files.list(configuration.dataDirectory())) {
      assertTrue(entries.findAny().isPresent());
    }
  }

  @Test
  void aRecordGoesThroughItsLifeInTheServersCatalogue() throws Exception {
    String name = "in-container/" + UUID.randomUUID();
    FileContent content = new FileContent(3, Sha256.of(new byte[] {1, 2, 3}));
    Instant lease = Instant.now().plusSeconds(30);
    FileRecord pending =
        FileRecord.pending(
            name, "text/plain", Optional.empty(), "900", Instant.now(), UUID.randomUUID(), lease);

    assertTrue(get(catalog.files().create(pending)).isEmpty());
    assertEquals(pending, get(catalog.files().create(pending)).orElseThrow());
    assertTrue(get(catalog.files().list(prefix(name))).files().isEmpty());

    FileRecord live = pending.live(content);
    assertTrue(get(catalog.files().replace(pending, live)));
    assertFalse(get(catalog.files().replace(pending, live)));
    assertEquals(live, get(catalog.files().find(name)).orElseThrow());
    assertEquals(1, get(catalog.files().list(prefix(name))).files().size());
    assertEquals(1, get(catalog.files().usage()).get("900").files());

    FileRecord deleting = live.deleting(UUID.randomUUID(), lease);
    assertTrue(get(catalog.files().replace(live, deleting)));
    assertTrue(get(catalog.files().remove(deleting)));
    assertTrue(get(catalog.files().find(name)).isEmpty());
  }

  private static ListingQuery prefix(String prefix) {
    return new ListingQuery(prefix, "", "", "", 10);
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
  }
}
