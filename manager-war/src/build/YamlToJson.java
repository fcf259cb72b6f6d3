import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Writes a YAML file as JSON: {@code java -cp LIBRARIES YamlToJson.java FROM TO}. The build runs it,
 * so that the WAR needs no YAML parser.
 */
final class YamlToJson {
  private YamlToJson() {}

  /** Reads the first file and writes the second one. */
  public static void main(String[] paths) throws Exception {
    Path to = Path.of(paths[1]);
    JsonNode tree = new YAMLMapper().readTree(Path.of(paths[0]));
    Files.createDirectories(to.getParent());
    Files.write(to, new JsonMapper().writeValueAsBytes(tree));
  }
}
