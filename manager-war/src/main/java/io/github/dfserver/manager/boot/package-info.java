/**
 * What {@code java -jar manager.jar} runs before the server: it is part of the runnable jar only,
 * not of the WAR, and depends on nothing but the JDK.
 */
package io.github.dfserver.manager.boot;
