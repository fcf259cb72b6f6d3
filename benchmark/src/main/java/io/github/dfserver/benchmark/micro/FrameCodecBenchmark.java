package io.github.dfserver.benchmark.micro;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.UploadFile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Eight uploads of 4 KiB, packed into one message and unpacked again; times are for one upload. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameCodecBenchmark {
  private static final int FRAMES = 8;

  private final List<UploadFile> uploads = Collections.nCopies(FRAMES, upload());
  private final ByteBuffer packed = FrameWriter.pack(uploads);

  private static UploadFile upload() {
    byte[] content = new byte[4096];
    Copy copy =
        new Copy(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "bench/up/000000012/000000345",
            "application/octet-stream",
            content.length,
            Sha256.of(content),
            Instant.ofEpochMilli(1_700_000_000_000L),
            0);
    return new UploadFile(1, copy, ByteBuffer.wrap(content));
  }

  /** Records to bytes. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public ByteBuffer pack() {
    return FrameWriter.pack(uploads);
  }

  /** Bytes to records. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void unpack(Blackhole out) throws ProtocolException {
    FrameReader<ManagerMessage> reader = FrameReader.fromManager(packed.duplicate());
    while (reader.hasNext()) {
      out.consume(reader.next());
    }
  }
}
