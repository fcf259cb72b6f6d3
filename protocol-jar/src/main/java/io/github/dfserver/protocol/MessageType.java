package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/**
 * Every message: its number on the wire, the bounds of its body, and how that is written and read.
 * The record of the same name says what it means.
 */
@SuppressWarnings("ImmutableEnumChecker") // its functions are method references without state
public enum MessageType {
  HELLO(0x01, 4, 65_536, Hello.class, Hello::bodyBytes, Hello::write, Hello::read),
  STATUS(0x02, StoreStatus.BYTES, Status.class, Status::write, Status::read),
  GOODBYE(
      0x03,
      2,
      2 + Limits.MAX_DETAIL_BYTES,
      Goodbye.class,
      Goodbye::bodyBytes,
      Goodbye::write,
      Goodbye::read),
  STORED(0x04, 0, Stored.class, (stored, to) -> {}, (requestId, from) -> new Stored(requestId)),
  STAGED(0x05, 8 + Sha256.LENGTH, Staged.class, Staged::write, Staged::read),
  DISCARDED(
      0x06,
      0,
      Discarded.class,
      (discarded, to) -> {},
      (requestId, from) -> new Discarded(requestId)),
  CONTENT(
      0x07,
      0,
      Limits.MAX_CONTENT_BYTES,
      Content.class,
      Content::bodyBytes,
      Content::write,
      Content::read),
  SENT(0x08, 0, Sent.class, (sent, to) -> {}, (requestId, from) -> new Sent(requestId)),
  DELETED(0x09, 1, Deleted.class, Deleted::write, Deleted::read),
  FAILED(
      0x0a,
      3,
      3 + Limits.MAX_DETAIL_BYTES,
      Failed.class,
      Failed::bodyBytes,
      Failed::write,
      Failed::read),
  COPIES(
      0x0b,
      Copies.MIN_BYTES,
      Copies.MIN_BYTES + Copies.MAX_PAGE_BYTES,
      Copies.class,
      Copies::bodyBytes,
      Copies::write,
      Copies::read),
  COPIES_FOUND(
      0x0c,
      1,
      Limits.MAX_FIND,
      CopiesFound.class,
      CopiesFound::bodyBytes,
      CopiesFound::write,
      CopiesFound::read),
  TOMBSTONES(
      0x0d,
      Tombstones.MIN_BYTES,
      Tombstones.MAX_BYTES,
      Tombstones.class,
      Tombstones::bodyBytes,
      Tombstones::write,
      Tombstones::read),
  INTAKE_SET(0x0e, IntakeSet.BYTES, IntakeSet.class, IntakeSet::write, IntakeSet::read),
  SCRUB_BEGUN(
      0x0f, 0, ScrubBegun.class, (begun, to) -> {}, (requestId, from) -> new ScrubBegun(requestId)),
  SCRUB_REPORT(0x10, ScrubReport.BYTES, ScrubReport.class, ScrubReport::write, ScrubReport::read),
  FINDING(
      0x11,
      Finding.MIN_BYTES,
      Finding.MAX_BYTES,
      Finding.class,
      Finding::bodyBytes,
      Finding::write,
      Finding::read),

  WELCOME(0x81, 50, Welcome.class, Welcome::write, Welcome::read),
  REFUSED(
      0x82,
      3,
      3 + Limits.MAX_DETAIL_BYTES,
      Refused.class,
      Refused::bodyBytes,
      Refused::write,
      Refused::read),
  STATUS_RECEIVED(
      0x83,
      0,
      StatusReceived.class,
      (received, to) -> {},
      (requestId, from) -> new StatusReceived()),
  UPLOAD_FILE(
      0x84,
      Copy.MIN_BYTES,
      Copy.MAX_BYTES + Limits.MAX_CONTENT_BYTES,
      UploadFile.class,
      UploadFile::bodyBytes,
      UploadFile::write,
      UploadFile::read),
  STAGE_FILE(
      0x85,
      29,
      28 + Limits.MAX_TOKEN_BYTES + Limits.MAX_URL_BYTES,
      StageFile.class,
      StageFile::bodyBytes,
      StageFile::write,
      StageFile::read),
  COMMIT_FILE(
      0x86,
      Copy.MIN_BYTES,
      Copy.MAX_BYTES,
      CommitFile.class,
      CommitFile::bodyBytes,
      CommitFile::write,
      CommitFile::read),
  DISCARD_FILE(0x87, 16, DiscardFile.class, DiscardFile::write, DiscardFile::read),
  DOWNLOAD_FILE(0x88, 28, DownloadFile.class, DownloadFile::write, DownloadFile::read),
  SEND_FILE(
      0x89,
      37,
      36 + Limits.MAX_TOKEN_BYTES + Limits.MAX_URL_BYTES,
      SendFile.class,
      SendFile::bodyBytes,
      SendFile::write,
      SendFile::read),
  DELETE_FILE(0x8a, 17, DeleteFile.class, DeleteFile::write, DeleteFile::read),
  LIST_COPIES(0x8b, 12, ListCopies.class, ListCopies::write, ListCopies::read),
  FIND_COPIES(
      0x8c,
      16,
      FindCopies.MAX_BYTES,
      FindCopies.class,
      FindCopies::bodyBytes,
      FindCopies::write,
      FindCopies::read),
  LIST_TOMBSTONES(
      0x8d,
      ListTombstones.MIN_BYTES,
      ListTombstones.MIN_BYTES + 16,
      ListTombstones.class,
      ListTombstones::bodyBytes,
      ListTombstones::write,
      ListTombstones::read),
  SET_INTAKE(0x8e, SetIntake.BYTES, SetIntake.class, SetIntake::write, SetIntake::read),
  SCRUB(0x8f, 0, Scrub.class, (scrub, to) -> {}, (requestId, from) -> new Scrub(requestId)),
  ORIGIN(
      0x90,
      Origin.MIN_BYTES,
      Origin.MAX_BYTES,
      Origin.class,
      Origin::bodyBytes,
      Origin::write,
      Origin::read);

  private interface BodyReader {
    Message read(long requestId, ByteBuffer body) throws ProtocolException;
  }

  private static final MessageType[] BY_CODE = new MessageType[256];

  static {
    for (MessageType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final int minBody;
  private final int maxBody;
  private final ToIntFunction<Message> bodyBytes;
  private final BiConsumer<Message, ByteBuffer> writer;
  private final BodyReader reader;

  <M extends Message> MessageType(
      int code,
      int minBody,
      int maxBody,
      Class<M> kind,
      ToIntFunction<M> bodyBytes,
      BiConsumer<M, ByteBuffer> writer,
      BodyReader reader) {
    this.code = code;
    this.minBody = minBody;
    this.maxBody = maxBody;
    this.bodyBytes = message -> bodyBytes.applyAsInt(kind.cast(message));
    this.writer = (message, to) -> writer.accept(kind.cast(message), to);
    this.reader = reader;
  }

  <M extends Message> MessageType(
      int code, int body, Class<M> kind, BiConsumer<M, ByteBuffer> writer, BodyReader reader) {
    this(code, body, body, kind, message -> body, writer, reader);
  }

  /** The number on the wire, 1 to 255; from 0x81 on it is the manager that sends it. */
  public int code() {
    return code;
  }

  static MessageType of(int code) throws ProtocolException {
    MessageType type = BY_CODE[code];
    if (type == null) {
      throw new ProtocolException("unknown message type " + code);
    }
    return type;
  }

  int bodyBytes(Message message) {
    return bodyBytes.applyAsInt(message);
  }

  void write(Message message, ByteBuffer to) {
    writer.accept(message, to);
  }

  Message read(long requestId, ByteBuffer body) throws ProtocolException {
    if (body.remaining() < minBody || body.remaining() > maxBody) {
      throw new ProtocolException(
          "a body of %d bytes, and it has %d to %d".formatted(body.remaining(), minBody, maxBody));
    }
    Message message = reader.read(requestId, body);
    if (body.hasRemaining()) {
      throw new ProtocolException(body.remaining() + " bytes too many");
    }
    if (message.requestId() != requestId) {
      throw new ProtocolException("request id " + requestId + " where none belongs");
    }
    return message;
  }
}
