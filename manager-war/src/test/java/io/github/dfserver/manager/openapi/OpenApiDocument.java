package io.github.dfserver.manager.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code openapi.yaml} as the tests look at it. */
final class OpenApiDocument {
  private static final Path FILE = Path.of("src/main/webapp/WEB-INF/openapi/openapi.yaml");
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final JsonNode root = new YAMLMapper().readTree(FILE);
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(
          Dialects.getOpenApi31(),
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  JsonNode root() {
    return root;
  }

  /** All operations, by method and path, such as {@code GET /file}. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    root.get("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (member, value) -> {
                      if (METHODS.contains(member)) {
                        operations.put(member.toUpperCase(Locale.ROOT) + " " + path, value);
                      }
                    }));
    return operations;
  }

  /** Its own parameters and those of its path. */
  List<JsonNode> parameters(String operation) {
    List<JsonNode> parameters = new ArrayList<>();
    String path = operation.substring(operation.indexOf(' ') + 1);
    root.get("paths").get(path).path("parameters").forEach(one -> parameters.add(resolve(one)));
    operations().get(operation).path("parameters").forEach(one -> parameters.add(resolve(one)));
    return parameters;
  }

  /** What a reference leads to; anything else itself. */
  JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode() ? node : resolve(target(reference.stringValue()));
  }

  /** A missing node where a reference leads nowhere. */
  JsonNode target(String reference) {
    return root.at(reference.substring(1));
  }

  /** Visits every object and its JSON pointer. */
  void walk(BiConsumer<String, JsonNode> visitor) {
    walk("", root, visitor);
  }

  private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visitor) {
    if (node.isObject()) {
      visitor.accept(pointer, node);
      node.forEachEntry((name, value) -> walk(pointer + "/" + name, value, visitor));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(pointer + "/" + i, node.get(i), visitor);
      }
    }
  }

  /** What is wrong with a value, by a schema of the document. */
  List<String> errors(JsonNode schema, JsonNode value) {
    ObjectNode alone = (ObjectNode) schema.deepCopy();
    alone.set("components", root.get("components"));
    Schema compiled = schemas.getSchema(alone);
    return compiled.validate(value).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .toList();
  }
}
