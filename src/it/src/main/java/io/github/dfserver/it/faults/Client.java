package io.github.dfserver.it.faults;

import io.github.dfserver.it.faults.Answers.Meaning;
import io.github.dfserver.it.faults.Values.Value;
import io.github.dfserver.it.history.History;
import io.github.dfserver.it.history.Kind;
import io.github.dfserver.it.history.Operation;
import io.github.dfserver.it.history.Outcome;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.http.NamePath;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Does single operations and records them. Thread-safe. */
final class Client {
  private final int number;
  private final Values values;
  private final History history;
  private final Findings findings;

  Client(int number, Values values, History history, Findings findings) {
    this.number = number;
    this.values = values;
    this.history = history;
    this.findings = findings;
  }

  /** Uploads in one of the forms of {@link Uploads}; says what came of it. */
  Outcome create(FileApi api, String name, Value value, int form) throws InterruptedException {
    HttpRequest request = Uploads.request(api, name, value, form).timeout(Ask.LIMIT).build();
    long invoked = history.now();
    try {
      Answer answer = api.send(request);
      Meaning meaning = Answers.ofCreate(answer, value.sha256());
      record(Kind.CREATE, name, meaning, invoked, Answers.brief(answer));
      return meaning.outcome();
    } catch (ConnectException e) {
      record(Kind.CREATE, name, new Meaning(Outcome.NOTHING, ""), invoked, e.toString());
      return Outcome.NOTHING;
    } catch (IOException e) {
      record(Kind.CREATE, name, unknown(value.sha256()), invoked, e.toString());
      return Outcome.UNKNOWN;
    }
  }

  /** Begins an upload and hangs up: nothing may come of it. */
  void hangUp(int port, String name, Value value, boolean reset) {
    long invoked = history.now();
    String how = "hung up";
    try {
      Uploads.hangUp(port, name, value, reset);
    } catch (IOException e) {
      how = e.toString();
    }
    record(Kind.CREATE, name, new Meaning(Outcome.NOTHING, value.sha256()), invoked, how);
  }

  Outcome delete(FileApi api, String name) throws InterruptedException {
    HttpRequest request = api.request(api.file(name)).timeout(Ask.LIMIT).DELETE().build();
    long invoked = history.now();
    try {
      Answer answer = api.send(request);
      Meaning meaning = Answers.ofDelete(answer);
      record(Kind.DELETE, name, meaning, invoked, Answers.brief(answer));
      return meaning.outcome();
    } catch (ConnectException e) {
      record(Kind.DELETE, name, new Meaning(Outcome.NOTHING, ""), invoked, e.toString());
      return Outcome.NOTHING;
    } catch (IOException e) {
      record(Kind.DELETE, name, unknown(""), invoked, e.toString());
      return Outcome.UNKNOWN;
    }
  }

  /** Reads the whole file and compares its bytes with its ETag. */
  Meaning read(FileApi api, String name) throws InterruptedException {
    return read(api, name, Kind.READ, api.request(api.file(name)).GET());
  }

  /** Reads some bytes and compares them with what has this ETag. */
  Meaning readRange(FileApi api, String name, String range) throws InterruptedException {
    return read(api, name, Kind.RANGE, api.request(api.file(name)).header("Range", range).GET());
  }

  /** Reads the headers, or asks whether a file has changed. */
  Meaning head(FileApi api, String name, boolean conditional) throws InterruptedException {
    HttpRequest.Builder request = api.request(api.file(name));
    return read(
        api,
        name,
        Kind.HEAD,
        conditional
            ? request.header("If-Match", "\"" + "0".repeat(64) + "\"").GET()
            : request.method("HEAD", BodyPublishers.noBody()));
  }

  private Meaning read(FileApi api, String name, Kind kind, HttpRequest.Builder request)
      throws InterruptedException {
    HttpRequest whole = request.timeout(Ask.LIMIT).build();
    long invoked = history.now();
    try {
      Answer answer = api.send(whole);
      Meaning meaning = Answers.ofRead(answer, whole.method().equals("HEAD"));
      if (meaning.outcome() == Outcome.FOUND && !whole.method().equals("HEAD")) {
        compare(name, answer, meaning.value());
      }
      if (Answers.code(answer) == 12) {
        findings.add("no file is damaged", name + ": " + Answers.brief(answer));
      }
      record(kind, name, meaning, invoked, Answers.brief(answer));
      return meaning;
    } catch (IOException e) {
      record(kind, name, unknown(""), invoked, e.toString());
      return unknown("");
    }
  }

  private void compare(String name, Answer answer, String sha256) {
    byte[] expected = values.find(sha256).orElse(null);
    byte[] range = expected;
    if (expected != null && answer.status() == 206) {
      String[] told = answer.header("Content-Range").orElseThrow().split("[ /-]", -1);
      range =
          Arrays.copyOfRange(expected, Integer.parseInt(told[1]), Integer.parseInt(told[2]) + 1);
    }
    if (!Arrays.equals(range, answer.body())) {
      findings.add(
          "the bytes are those of the ETag",
          String.format(
              "%s: %d of %d bytes, status %d, ETag %s, at %.3f s",
              name,
              answer.body().length,
              range == null ? -1 : range.length,
              answer.status(),
              sha256,
              history.now() / 1e9));
    }
  }

  /** Lists a folder: an operation on each name that may be in it. */
  void list(FileApi api, String folder) throws InterruptedException {
    long invoked = history.now();
    try {
      Answer answer = Ask.get(api, "file?prefix=" + NamePath.parameter(folder) + "&limit=1000");
      if (answer.status() != 200) {
        return;
      }
      long answered = history.now();
      Map<String, String> listed = new HashMap<>();
      answer
          .objects("files")
          .forEach(file -> listed.put((String) file.get("filename"), (String) file.get("sha256")));
      for (String name : Names.in(folder)) {
        String found = listed.remove(name);
        history.add(
            new Operation(
                number,
                Kind.LIST,
                name,
                found == null ? "" : found,
                found == null ? Outcome.ABSENT : Outcome.FOUND,
                invoked,
                answered,
                "200"));
      }
      if (!listed.isEmpty()) {
        findings.add("listings name only files that were uploaded", listed.toString());
      }
    } catch (IOException e) {
      findings.log("      listing: " + e);
    }
  }

  private void record(Kind kind, String name, Meaning meaning, long invoked, String answer) {
    history.add(
        new Operation(
            number,
            kind,
            name,
            meaning.value(),
            meaning.outcome(),
            invoked,
            history.now(),
            answer));
  }

  private static Meaning unknown(String value) {
    return new Meaning(Outcome.UNKNOWN, value);
  }
}
