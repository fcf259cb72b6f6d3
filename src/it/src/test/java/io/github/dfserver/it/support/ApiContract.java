package io.github.dfserver.it.support;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import io.github.dfserver.it.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an OpenAPI document promises of answers. Stricter than the document: an answer may have no
 * member that is not documented.
 */
public final class ApiContract {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode document;
  private final ObjectNode components;
  private final Map<String, Pattern> paths = new TreeMap<>();
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(
          Dialects.getOpenApi31(),
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  /** What this document, in JSON, promises. */
  public ApiContract(String json) {
    this.document = JSON.readTree(json);
    this.components = (ObjectNode) document.get("components").deepCopy();
    close(components.get("schemas"));
    for (String path : document.get("paths").propertyNames()) {
      // Only a file's name has slashes, which OpenAPI cannot say.
      String pattern = path.replace("{filename}", ".+").replaceAll("\\{\\w+}", "[^/]+");
      paths.put(path, Pattern.compile(pattern));
    }
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(ApiContract::close);
  }

  /** All paths, with placeholders. */
  public Set<String> paths() {
    return paths.keySet();
  }

  /** The methods of a path, in upper case. */
  public Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    for (String member : document.get("paths").get(path).propertyNames()) {
      String method = member.toUpperCase(Locale.ROOT);
      if (METHODS.contains(method)) {
        methods.add(method);
      }
    }
    return methods;
  }

  /** The roles that an operation asks for; empty where everybody may. */
  public Set<String> roles(String method, String path) {
    JsonNode operation = document.get("paths").get(path).get(method.toLowerCase(Locale.ROOT));
    Set<String> roles = new TreeSet<>();
    for (JsonNode way : operation.get("security")) {
      way.forEach(names -> names.forEach(name -> roles.add(name.stringValue())));
    }
    return roles;
  }

  /**
   * The operation that a request is for.
   *
   * @param path begins with a slash, has no query
   * @throws IllegalArgumentException when the document has none
   */
  public String operation(String method, String path) {
    return method + " " + template(path);
  }

  private String template(String path) {
    return paths.entrySet().stream()
        .filter(entry -> entry.getValue().matcher(path).matches())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(path + " is not documented"));
  }

  /** In which ways an answer is not what the document says; empty when it is. */
  public List<String> faults(String method, String path, Answer answer) {
    JsonNode operation =
        document.get("paths").get(template(path)).path(method.toLowerCase(Locale.ROOT));
    JsonNode responses = operation.path("responses");
    JsonNode response = responses.path(Integer.toString(answer.status()));
    if (response.isMissingNode()) {
      response = responses.path(answer.status() / 100 + "XX");
    }
    if (response.isMissingNode()) {
      return List.of("the status " + answer.status() + " is not documented");
    }
    JsonNode documented = resolve(response);
    List<String> faults = new ArrayList<>();
    documented
        .path("headers")
        .forEachEntry((name, header) -> checkHeader(name, resolve(header), answer, faults));
    if (!method.equals("HEAD") && !method.equals("OPTIONS")) {
      checkBody(documented.path("content"), answer, faults);
    } else if (method.equals("HEAD") && answer.body().length > 0) {
      faults.add("an answer to HEAD has a body");
    }
    return faults;
  }

  private void checkHeader(String name, JsonNode header, Answer answer, List<String> faults) {
    Optional<String> value = answer.header(name);
    if (value.isEmpty()) {
      if (header.path("required").asBoolean(false)) {
        faults.add("the header " + name + " is missing");
      }
      return;
    }
    JsonNode schema = header.get("schema");
    boolean number = resolve(schema).path("type").asString("").equals("integer");
    JsonNode sent =
        number
            ? JSON.getNodeFactory().numberNode(Long.parseLong(value.get()))
            : JSON.getNodeFactory().stringNode(value.get());
    errors(schema, sent).forEach(error -> faults.add("the header " + name + error));
  }

  private void checkBody(JsonNode content, Answer answer, List<String> faults) {
    if (content.isMissingNode()) {
      if (answer.body().length > 0) {
        faults.add("a body where none is documented");
      }
      return;
    }
    String sent = answer.header("Content-Type").orElse("none");
    String type = sent.split(";", 2)[0].strip();
    JsonNode documented = content.has(type) ? content.get(type) : content.path("*/*");
    if (documented.isMissingNode()) {
      faults.add("the media type " + sent + " is not documented");
    } else if (type.endsWith("json") && content.has(type)) {
      faults.addAll(jsonErrors(documented.get("schema"), answer.text()));
    }
  }

  /** What is wrong with a JSON text by a schema of the document, such as {@code Problem}. */
  public List<String> jsonErrors(String schema, String text) {
    return jsonErrors(components.get("schemas").get(schema), text);
  }

  private List<String> jsonErrors(JsonNode schema, String text) {
    try {
      return errors(schema, JSON.readTree(text));
    } catch (JacksonException e) {
      return List.of("no JSON: " + text);
    }
  }

  private List<String> errors(JsonNode schema, JsonNode value) {
    ObjectNode alone = (ObjectNode) schema.deepCopy();
    alone.set("components", components);
    return schemas.getSchema(alone).validate(value).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .toList();
  }

  private JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    if (reference.isMissingNode()) {
      return node;
    }
    String pointer = reference.stringValue().substring("#/components".length());
    return resolve(components.at(pointer));
  }
}
