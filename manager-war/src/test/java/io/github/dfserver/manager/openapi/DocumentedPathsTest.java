package io.github.dfserver.manager.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.servlet.annotation.WebServlet;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the manager answers is in the document, so that nobody adds a path and forgets it. */
class DocumentedPathsTest {
  /** For nodes, for other managers, and for the server. */
  private static final Set<String> NOT_PUBLIC = Set.of("/transfer", "/relay/1", "/WEB-INF/error");

  private static final String SETTINGS = "/META-INF/microprofile-config.properties";

  private final OpenApiDocument document = new OpenApiDocument();
  private final JavaClasses manager =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.dfserver.manager");

  @Test
  void everyMethodOfEveryResourceIsDocumented() {
    Set<String> answered = new TreeSet<>();
    for (JavaClass one : manager) {
      if (one.isAnnotatedWith(Path.class)) {
        Class<?> resource = one.reflect();
        for (Method method : resource.getDeclaredMethods()) {
          for (Annotation annotation : method.getAnnotations()) {
            HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (http != null) {
              answered.add(http.value() + " " + path(resource, method));
            }
          }
        }
      }
    }
    assertThat(answered).hasSizeGreaterThan(10);
    assertThat(document.operations().keySet()).containsAll(answered);
  }

  /** Patterns of placeholders are left out. */
  private static String path(Class<?> resource, Method method) {
    String path = "/" + resource.getAnnotation(Path.class).value();
    Path below = method.getAnnotation(Path.class);
    String whole = below == null ? path : path + "/" + below.value();
    return whole.replaceAll("\\{(\\w+)[^}]*}", "{$1}");
  }

  @Test
  void everyServletIsDocumented() {
    Set<String> answered = new TreeSet<>();
    for (JavaClass one : manager) {
      if (one.isAnnotatedWith(WebServlet.class)) {
        for (String pattern : one.getAnnotationOfType(WebServlet.class).urlPatterns()) {
          answered.add(pattern.isEmpty() ? "/" : pattern.replaceAll("/\\*$", ""));
        }
      }
    }
    assertThat(answered).containsAll(NOT_PUBLIC).contains("/openapi");
    answered.removeAll(NOT_PUBLIC);
    assertThat(document.root().get("paths").propertyNames()).containsAll(answered);
  }

  /** WildFly would put the document of MicroProfile OpenAPI before that of the WAR. */
  @Test
  void theServersOwnDocumentIsSwitchedOff() throws IOException {
    Properties settings = new Properties();
    try (InputStream in = getClass().getResourceAsStream(SETTINGS)) {
      assertThat(in).as("%s among the classes of the WAR", SETTINGS).isNotNull();
      settings.load(in);
    }
    assertThat(settings).containsEntry("mp.openapi.extensions.enabled", "false");
  }
}
