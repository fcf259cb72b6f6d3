package io.github.dfserver.manager.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.dfserver.manager.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document is OpenAPI 3.1, keeps our own rules, and its examples are what they illustrate. */
class OpenApiDocumentTest {
  private static final String OPEN_API_SCHEMA = "oas-3.1-schema-2026-08-03.json";
  private static final String PROBLEM = "application/problem+json";

  /** Open to everybody, though credentials that are shown have to be good. */
  private static final Set<String> OF_THE_CONSOLE =
      Set.of("/", "/console", "/session", "/session/oidc");

  private final OpenApiDocument document = new OpenApiDocument();
  private final List<String> faults = new ArrayList<>();

  @Test
  void itIsValidByTheOfficialSchema() throws IOException {
    Schema schema;
    try (InputStream in = getClass().getResourceAsStream(OPEN_API_SCHEMA)) {
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(in, InputFormat.JSON);
    }
    assertThat(schema.validate(document.root())).isEmpty();
    ObjectNode spoilt = (ObjectNode) document.root().deepCopy();
    ((ObjectNode) spoilt.at("/paths/~1file/get/responses/200")).remove("description");
    assertThat(schema.validate(spoilt)).isNotEmpty();
  }

  @Test
  void everySchemaIsAJsonSchema() {
    Schema metaschema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    document.walk(
        (pointer, node) -> {
          if (node.path("schema").isObject()) {
            expect(metaschema.validate(node.get("schema")).isEmpty(), pointer + "/schema");
          }
        });
    document
        .root()
        .at("/components/schemas")
        .forEachEntry((name, schema) -> expect(metaschema.validate(schema).isEmpty(), name));
    assertThat(faults).isEmpty();
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
    Set<String> used = new TreeSet<>();
    document.walk(
        (pointer, node) -> {
          if (node.path("$ref").isString()) {
            String reference = node.get("$ref").stringValue();
            used.add(reference);
            expect(document.target(reference).isObject(), pointer + " to " + reference);
          }
        });
    document
        .root()
        .get("components")
        .forEachEntry(
            (kind, components) ->
                components.forEachEntry(
                    (name, component) -> {
                      if (kind.equals("securitySchemes")) {
                        return; // which operations name
                      }
                      String reference = "#/components/" + kind + "/" + name;
                      expect(used.contains(reference), reference + " is not used");
                    }));
    assertThat(faults).isEmpty();
  }

  @Test
  void everyOperationIsNamedSummarisedAndTagged() {
    Set<String> tags = new HashSet<>();
    document.root().get("tags").forEach(tag -> tags.add(tag.get("name").stringValue()));
    Set<String> ids = new HashSet<>();
    document
        .operations()
        .forEach(
            (name, operation) -> {
              expect(ids.add(operation.path("operationId").asString("")), name + ": operationId");
              expect(!operation.path("operationId").asString("").isEmpty(), name + ": no id");
              expect(!operation.path("summary").asString("").isEmpty(), name + ": no summary");
              expect(operation.path("tags").size() == 1, name + ": one tag");
              expect(tags.contains(operation.at("/tags/0").asString("")), name + ": unknown tag");
            });
    assertThat(faults).isEmpty();
  }

  @Test
  void everyOperationSaysHowItIsRefused() {
    document
        .operations()
        .forEach(
            (name, operation) -> {
              Set<String> refusals = new TreeSet<>();
              operation
                  .get("responses")
                  .forEachEntry(
                      (status, response) -> {
                        JsonNode resolved = document.resolve(response);
                        if (status.startsWith("4")) {
                          expect(isProblem(resolved), name + " " + status + ": no problem");
                          refusals.add(status);
                        }
                        if (status.startsWith("5") && !name.contains("/health")) {
                          expect(isProblem(resolved), name + " " + status + ": no problem");
                          expect(
                              status.equals("503")
                                  == resolved.at("/headers/Retry-After").isObject(),
                              name + " " + status + ": Retry-After");
                        }
                        expect(
                            resolved.at("/headers/X-Request-Id").isObject(),
                            name + " " + status + ": X-Request-Id");
                      });
              expect(!refusals.isEmpty(), name + ": no 4xx");
            });
    assertThat(faults).isEmpty();
  }

  @Test
  void everyOperationSaysWhoMay() {
    Set<String> schemes = new TreeSet<>();
    document.root().at("/components/securitySchemes").propertyNames().forEach(schemes::add);
    document
        .operations()
        .forEach(
            (name, operation) -> {
              Set<String> named = new TreeSet<>();
              operation
                  .path("security")
                  .forEach(
                      way ->
                          way.forEachEntry(
                              (scheme, roles) -> {
                                named.add(scheme);
                                expect(roles.size() == 1, name + ": one role for " + scheme);
                              }));
              boolean probe = name.endsWith("/health/live") || name.endsWith("/health/ready");
              boolean open = probe || OF_THE_CONSOLE.contains(name.substring(name.indexOf('/')));
              expect(operation.path("security").isArray(), name + ": no security");
              expect(open ? named.isEmpty() : named.equals(schemes), name + ": " + named);
              expect(probe || operation.at("/responses/401").isObject(), name + ": no 401");
              expect(open || operation.at("/responses/403").isObject(), name + ": no 403");
            });
    assertThat(faults).isEmpty();
  }

  private boolean isProblem(JsonNode response) {
    JsonNode schema = response.path("content").path(PROBLEM).path("schema").path("$ref");
    return schema.asString("").equals("#/components/schemas/Problem");
  }

  @Test
  void everyParameterIsDescribedAndEveryPlaceholderIsAParameter() {
    document
        .operations()
        .keySet()
        .forEach(
            name -> {
              Set<String> placeholders = new TreeSet<>();
              for (JsonNode parameter : document.parameters(name)) {
                String parameterName = parameter.path("name").asString("");
                expect(
                    !parameter.path("description").asString("").isEmpty(),
                    name + ": " + parameterName + " is not described");
                if (parameter.path("in").asString("").equals("path")) {
                  expect(parameter.path("required").asBoolean(false), name + ": " + parameterName);
                  placeholders.add("{" + parameterName + "}");
                } else {
                  // Swagger UI sends what stands there, which nobody asked for.
                  expect(
                      parameter.path("example").isMissingNode(),
                      name + ": an example of " + parameterName + " outside of its schema");
                }
              }
              Set<String> expected = new TreeSet<>();
              for (String segment : name.substring(name.indexOf(' ') + 1).split("/", -1)) {
                if (segment.startsWith("{")) {
                  expected.add(segment);
                }
              }
              expect(placeholders.equals(expected), name + ": " + placeholders);
            });
    assertThat(faults).isEmpty();
  }

  @Test
  void headIsThereWhereverGetIsAndOptionsEverywhere() {
    Map<String, JsonNode> operations = document.operations();
    document
        .root()
        .get("paths")
        .propertyNames()
        .forEach(
            path -> {
              expect(operations.containsKey("OPTIONS " + path), path + ": OPTIONS");
              expect(
                  operations.containsKey("GET " + path) == operations.containsKey("HEAD " + path),
                  path + ": HEAD");
            });
    assertThat(faults).isEmpty();
  }

  @Test
  void everyExampleIsValid() {
    List<String> seen = new ArrayList<>();
    document.walk(
        (pointer, node) -> {
          boolean schema =
              pointer.startsWith("/components/schemas/") || pointer.endsWith("/schema");
          if (schema && node.path("examples").isArray()) {
            node.get("examples").forEach(example -> check(seen, pointer, node, example));
          } else if (node.path("schema").isObject()) {
            JsonNode of = node.get("schema");
            if (node.has("example")) {
              check(seen, pointer, of, node.get("example"));
            }
            node.path("examples")
                .forEachEntry(
                    (name, example) ->
                        check(
                            seen,
                            pointer + " " + name,
                            of,
                            document.resolve(example).get("value")));
          }
        });
    assertThat(faults).isEmpty();
    assertThat(seen).hasSizeGreaterThan(100);
  }

  private void check(List<String> seen, String pointer, JsonNode schema, JsonNode example) {
    seen.add(pointer);
    List<String> errors = document.errors(schema, example);
    expect(errors.isEmpty(), pointer + ": " + errors);
  }

  @Test
  void anExampleThatIsWrongWouldBeFound() {
    JsonNode problem = document.root().at("/components/schemas/Problem");
    JsonNode example = problem.at("/examples/0");
    assertThat(document.errors(problem, example)).isEmpty();
    JsonNode without = ((ObjectNode) example.deepCopy()).put("status", 200);
    assertThat(document.errors(problem, without)).isNotEmpty();
    JsonNode file = document.root().at("/components/schemas/File");
    assertThat(document.errors(file, example)).isNotEmpty();
  }

  @Test
  void theErrorTableIsThatOfTheManager() {
    JsonNode problem = document.root().at("/components/schemas/Problem");
    String description = document.root().at("/info/description").stringValue();
    List<String> data = new ArrayList<>();
    problem.at("/properties/data/enum").forEach(one -> data.add(one.stringValue()));
    assertThat(data).containsExactlyElementsOf(allData());
    assertThat(problem.get("examples")).hasSize(ErrorCode.values().length);
    for (ErrorCode code : ErrorCode.values()) {
      JsonNode example = problem.get("examples").get(code.code() - 1);
      assertThat(example.get("errorCode").intValue()).isEqualTo(code.code());
      assertThat(example.get("data").stringValue()).isEqualTo(code.data());
      assertThat(example.get("title").stringValue()).isEqualTo(code.data());
      assertThat(example.get("status").intValue()).isEqualTo(code.status());
      assertThat(example.get("type").stringValue()).isEqualTo("urn:dfserver:error:" + code.code());
      assertThat(description).contains("| " + code.code() + " | " + code.data() + " | ");
    }
  }

  private static List<String> allData() {
    return List.of(ErrorCode.values()).stream().map(ErrorCode::data).toList();
  }

  private void expect(boolean met, String fault) {
    if (!met) {
      faults.add(fault);
    }
  }
}
