/** JMH benchmarks of what every request passes through. */
package io.github.dfserver.benchmark.micro;
