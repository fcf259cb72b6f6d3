/** What browsers are told about every answer, so that no file acts in the name of the manager. */
package io.github.dfserver.manager.headers;
