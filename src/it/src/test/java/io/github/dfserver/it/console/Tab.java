package io.github.dfserver.it.console;

import io.github.dfserver.it.http.Json;
import io.github.dfserver.it.process.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One tab: what a person does with a page, and what the page did that a person does not see. */
final class Tab implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int SHIFT = 8;

  /** What keys type, of those that type something. */
  private static final Map<String, String> TYPED = Map.of("Enter", "\r", " ", " ");

  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();
  private final DevTools tools;

  Tab(HttpClient http, URI devTools, Path downloads)
      throws IOException, InterruptedException, TimeoutException {
    tools = new DevTools(http, devTools, this::happened);
    for (String domain : List.of("Page", "Runtime", "Log", "Network", "DOM")) {
      send(domain + ".enable", "{}");
    }
    send(
        "Browser.setDownloadBehavior",
        "{\"behavior\":\"allow\",\"downloadPath\":" + Json.quote(downloads.toString()) + "}");
    size(1280, 800);
  }

  private void happened(String event, Map<String, Object> parameters) {
    switch (event) {
      case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
      case "Runtime.consoleAPICalled" -> {
        if (Set.of("error", "warning").contains(String.valueOf(parameters.get("type")))) {
          complaints.add(parameters.toString());
        }
      }
      case "Log.entryAdded" -> {
        Map<String, Object> entry = DevTools.object(parameters.get("entry"));
        // A status of 4xx or 5xx is an entry as well, and no fault of the page; nor is advice on
        // drawing, which axe-core gets.
        if (Set.of("error", "warning").contains(String.valueOf(entry.get("level")))
            && !Set.of("network", "rendering").contains(String.valueOf(entry.get("source")))) {
          complaints.add(entry.toString());
        }
      }
      case "Network.requestWillBeSent" -> {
        URI url = asked(String.valueOf(DevTools.object(parameters.get("request")).get("url")));
        if (url.getHost() != null) {
          hosts.add(url.getHost() + ":" + url.getPort());
        }
      }
      default -> {}
    }
  }

  private static URI asked(String url) {
    return url.startsWith("http") ? URI.create(url) : URI.create("other:page");
  }

  /** Errors and warnings in the console, violations of the Content-Security-Policy among them. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** {@code host:port} of everything that was asked for. */
  Set<String> hosts() {
    return Set.copyOf(hosts);
  }

  void navigate(URI url) throws IOException, InterruptedException, TimeoutException {
    send("Page.navigate", "{\"url\":" + Json.quote(url.toString()) + "}");
    until("document.readyState === 'complete'");
  }

  /** Goes to another view of the page. */
  void hash(String hash) throws IOException, InterruptedException, TimeoutException {
    evaluate("location.hash = " + Json.quote(hash));
  }

  /** The size of the window, in CSS pixels. */
  void size(int width, int height) throws IOException, InterruptedException, TimeoutException {
    send(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":%b}"
            .formatted(width, height, width < 500));
  }

  /** What the system's colours are: {@code light} or {@code dark}. */
  void scheme(String scheme) throws IOException, InterruptedException, TimeoutException {
    send(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}");
  }

  /** Waits until no colour and no length is on its way to another. */
  void settle() throws IOException, InterruptedException, TimeoutException {
    evaluate("Promise.allSettled(document.getAnimations().map(a => a.finished)).then(() => 0)");
  }

  /** Bytes a second that the page can send; -1 for all it can. */
  void uploadRate(int rate) throws IOException, InterruptedException, TimeoutException {
    network(0, rate);
  }

  /** Milliseconds that each answer takes at least. */
  void latency(int milliseconds) throws IOException, InterruptedException, TimeoutException {
    network(milliseconds, -1);
  }

  private void network(int latency, int uploadRate)
      throws IOException, InterruptedException, TimeoutException {
    send(
        "Network.emulateNetworkConditions",
        "{\"offline\":false,\"latency\":%d,\"downloadThroughput\":-1,\"uploadThroughput\":%d}"
            .formatted(latency, uploadRate));
  }

  /** What a JavaScript expression gives, or its promise. */
  Object evaluate(String expression) throws IOException, InterruptedException, TimeoutException {
    Map<String, Object> result =
        send(
            "Runtime.evaluate",
            "{\"awaitPromise\":true,\"returnByValue\":true,\"userGesture\":true,\"expression\":"
                + Json.quote(expression)
                + "}");
    if (result.get("exceptionDetails") != null) {
      throw new IOException(expression + ": " + result.get("exceptionDetails"));
    }
    return DevTools.object(result.get("result")).get("value");
  }

  /** Waits until an expression is true. */
  void until(String expression) throws InterruptedException, TimeoutException {
    Await.until(expression, LIMIT, () -> Boolean.TRUE.equals(evaluate(expression)));
  }

  /** Waits until an element has text in it. */
  void untilText(String selector, String text) throws InterruptedException, TimeoutException {
    until(
        "[...document.querySelectorAll(%s)].some(e => e.innerText.includes(%s))"
            .formatted(Json.quote(selector), Json.quote(text)));
  }

  /** Waits until no such element is there. */
  void untilGone(String selector) throws InterruptedException, TimeoutException {
    until("!document.querySelector(%s)".formatted(Json.quote(selector)));
  }

  /** The text of the first such element, which has to come. */
  String text(String selector) throws IOException, InterruptedException, TimeoutException {
    until("!!document.querySelector(%s)".formatted(Json.quote(selector)));
    return (String)
        evaluate("document.querySelector(%s).innerText".formatted(Json.quote(selector)));
  }

  /** Clicks the first such element, which has to come. */
  void click(String selector) throws InterruptedException, TimeoutException {
    clickOnce("document.querySelector(%s)".formatted(Json.quote(selector)));
  }

  /** Clicks the first such element that has this text in it, which has to come. */
  void click(String selector, String text) throws InterruptedException, TimeoutException {
    clickOnce(
        "[...document.querySelectorAll(%s)].find(e => e.innerText.includes(%s))"
            .formatted(Json.quote(selector), Json.quote(text)));
  }

  /** In one go: between a look and a click the page may be drawn anew. */
  private void clickOnce(String element) throws InterruptedException, TimeoutException {
    until("(e => !!e && (e.click(), true))(%s)".formatted(element));
  }

  /** Types into the first such element, in place of what is there. */
  void type(String selector, String text)
      throws IOException, InterruptedException, TimeoutException {
    until("!!document.querySelector(%s)".formatted(Json.quote(selector)));
    evaluate(
        "(e => { e.focus(); e.select(); })(document.querySelector(%s))"
            .formatted(Json.quote(selector)));
    send("Input.insertText", "{\"text\":" + Json.quote(text) + "}");
  }

  /** Clicks with the mouse in the middle of the first such element, with Shift held down. */
  void clickWithShift(String selector) throws IOException, InterruptedException, TimeoutException {
    until("!!document.querySelector(%s)".formatted(Json.quote(selector)));
    List<?> middle =
        (List<?>)
            evaluate(
                """
                (e => {
                  e.scrollIntoView({block: 'center'});
                  const box = e.getBoundingClientRect();
                  return [`${box.x + box.width / 2}`, `${box.y + box.height / 2}`];
                })(document.querySelector(%s))
                """
                    .formatted(Json.quote(selector)));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          "{\"type\":\"%s\",\"x\":%s,\"y\":%s,\"button\":\"left\",\"clickCount\":1,\"modifiers\":%d}"
              .formatted(type, middle.get(0), middle.get(1), SHIFT));
    }
  }

  /** Presses a key, such as {@code Enter}, where the focus is. */
  void press(String key, int code) throws IOException, InterruptedException, TimeoutException {
    press(key, code, 0);
  }

  /** Presses a key with Shift held down. */
  void pressWithShift(String key, int code)
      throws IOException, InterruptedException, TimeoutException {
    press(key, code, SHIFT);
  }

  private void press(String key, int code, int modifiers)
      throws IOException, InterruptedException, TimeoutException {
    for (String type : List.of("keyDown", "keyUp")) {
      String text =
          TYPED.containsKey(key) && type.equals("keyDown")
              ? ",\"text\":" + Json.quote(TYPED.get(key))
              : "";
      send(
          "Input.dispatchKeyEvent",
          "{\"type\":\"%s\",\"key\":\"%s\",\"code\":\"%s\",\"windowsVirtualKeyCode\":%d,\"modifiers\":%d%s}"
              .formatted(type, key, key.equals(" ") ? "Space" : key, code, modifiers, text));
    }
  }

  /** Picks files, or a directory, in a picker. */
  void pick(String selector, Path... files)
      throws IOException, InterruptedException, TimeoutException {
    until("!!document.querySelector(%s)".formatted(Json.quote(selector)));
    Map<String, Object> input =
        send(
            "Runtime.evaluate",
            "{\"expression\":"
                + Json.quote("document.querySelector(" + Json.quote(selector) + ")")
                + "}");
    Object id = DevTools.object(input.get("result")).get("objectId");
    send(
        "DOM.setFileInputFiles",
        "{\"files\":" + paths(files) + ",\"objectId\":" + Json.quote((String) id) + "}");
  }

  /** Drags files or directories from the desktop and drops them on the page. */
  void drop(Path... files) throws IOException, InterruptedException, TimeoutException {
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      send(
          "Input.dispatchDragEvent",
          "{\"type\":\"%s\",\"x\":300,\"y\":300,\"data\":{\"items\":[],\"dragOperationsMask\":1,\"files\":%s}}"
              .formatted(type, paths(files)));
    }
  }

  private static String paths(Path... files) {
    return Stream.of(files)
        .map(file -> Json.quote(file.toString()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Writes what is seen as PNG. */
  void screenshot(Path file) throws IOException, InterruptedException, TimeoutException {
    settle();
    Files.createDirectories(file.getParent());
    Files.write(file, screenshot());
  }

  /** What is seen, as PNG. */
  byte[] screenshot() throws IOException, InterruptedException, TimeoutException {
    // Two frames: what was asked for before has been drawn by then.
    evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))");
    Map<String, Object> shot = send("Page.captureScreenshot", "{\"format\":\"png\"}");
    return Base64.getDecoder().decode((String) shot.get("data"));
  }

  private Map<String, Object> send(String method, String parameters)
      throws IOException, InterruptedException, TimeoutException {
    return tools.send(method, parameters);
  }

  @Override
  public void close() {
    try {
      send("Page.close", "{}");
    } catch (IOException | TimeoutException e) {
      // Closed before.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tools.close();
  }
}
