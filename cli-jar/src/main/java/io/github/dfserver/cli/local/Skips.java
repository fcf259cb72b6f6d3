package io.github.dfserver.cli.local;

/** Is told what a walk leaves out. */
public interface Skips {
  /**
   * Left out on purpose, such as a symbolic link.
   *
   * @param name relative; of a directory without a slash at its end
   * @param why a sentence
   */
  void skipped(String name, String why);

  /**
   * Could not be read, or named.
   *
   * @param name relative; of a directory without a slash at its end
   * @param e what was wrong
   */
  void failed(String name, Exception e);
}
