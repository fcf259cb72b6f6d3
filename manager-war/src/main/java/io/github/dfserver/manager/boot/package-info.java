/**
 * What {@code java -jar manager.jar} runs before the server: it is part of the runnable jar only,
 * not of the WAR, and depends on nothing but the JDK and the format of log lines.
 */
package io.github.dfserver.manager.boot;
