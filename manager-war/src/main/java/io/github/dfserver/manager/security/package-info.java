/**
 * Who may do what: every request is told apart here before anything else is done with it. {@code
 * docs/SECURITY.md} has the rules.
 */
package io.github.dfserver.manager.security;
