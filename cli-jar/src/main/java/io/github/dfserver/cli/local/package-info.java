/** Local files: walked over in the manager's order, hashed, written where they belong. */
package io.github.dfserver.cli.local;
