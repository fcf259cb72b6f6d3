package io.github.dfserver.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/**
 * Standard output and standard error. Answers go to the one, everything else to the other. For any
 * number of threads.
 */
public final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final Terminals terminals;
  private final BooleanSupplier json;
  private final BooleanSupplier quiet;
  private boolean bar; // guarded by this

  /**
   * With these streams.
   *
   * @param json whether answers are JSON; asked after the options were read
   * @param quiet whether only errors and answers are wanted
   */
  public Output(
      PrintStream out,
      PrintStream err,
      Terminals terminals,
      BooleanSupplier json,
      BooleanSupplier quiet) {
    this.out = out;
    this.err = err;
    this.terminals = terminals;
    this.json = json;
    this.quiet = quiet;
  }

  /** Standard output for bytes; it fails when nobody takes them any more. Not for two threads. */
  public OutputStream bytes() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        out.write(bytes, offset, count);
        if (out.checkError()) {
          throw new IOException("Standard output takes no more.");
        }
      }
    };
  }

  /** What is a terminal. */
  public Terminals terminals() {
    return terminals;
  }

  /** Whether answers are JSON. */
  public boolean json() {
    return json.getAsBoolean();
  }

  /** A part of the answer. */
  public void answer(Json object, String text) {
    print(json() ? object.toString() : printable(text));
  }

  /** The same, of which there are many: they may wait for each other. */
  public synchronized void row(Json object, String text) {
    out.print(json() ? object.toString() : printable(text));
    out.print('\n');
  }

  /** Whether nobody reads the answer any more, as in {@code dfs ls | head}. */
  public boolean deaf() {
    return out.checkError();
  }

  /** Something went well; in JSON it is told in any case. */
  public void event(Json object, String text) {
    if (json() || !quiet.getAsBoolean()) {
      answer(object, text);
    }
  }

  /** What the user should know; not a part of the answer. */
  public void note(String text) {
    if (!quiet.getAsBoolean()) {
      complain(Json.of("note", text), text);
    }
  }

  /** Something went wrong. */
  public void error(Json object, String text) {
    complain(object, text);
  }

  private synchronized void print(String line) {
    wipe();
    out.print(line);
    out.print('\n');
    out.flush();
  }

  private synchronized void complain(Json object, String text) {
    wipe();
    err.print(json() ? object.toString() : "dfs: " + printable(text.replace('\n', '\uFFFD')));
    err.print('\n');
    err.flush();
  }

  /** A question, to which the answer follows on the same line. */
  public synchronized void ask(String question) {
    err.print(printable(question));
    err.flush();
  }

  private void wipe() {
    if (bar) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }

  /** Names may hold what means something to a terminal. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\t' && c != '\n' ? '\uFFFD' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /**
   * Shows progress where somebody sees it.
   *
   * @param task what is going on, a word
   * @param total bytes; -1 where that is not known
   */
  public synchronized Bar bar(String task, long total) {
    bar = terminals.err() && !quiet.getAsBoolean();
    return bar ? Bar.shown(task, total, this, terminals.columns()) : Bar.hidden();
  }

  /** Whether a bar would be seen. */
  public boolean showsBars() {
    return terminals.err() && !quiet.getAsBoolean();
  }

  synchronized void draw(String line) {
    if (bar) {
      err.print("\r" + line + "\u001b[K");
      err.flush();
    }
  }

  synchronized void endBar() {
    wipe();
    bar = false;
  }
}
