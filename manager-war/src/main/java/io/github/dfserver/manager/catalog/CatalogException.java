package io.github.dfserver.manager.catalog;

/**
 * The catalogue could not do what was asked, or it is not known whether it did: unreachable,
 * overloaded, failed or damaged. The message is for an operator and names what to do where there is
 * something to do.
 */
public final class CatalogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a sentence for the operator. */
  public CatalogException(String message) {
    super(message);
  }

  /** With a sentence for the operator and what caused it. */
  public CatalogException(String message, Throwable cause) {
    super(message, cause);
  }
}
