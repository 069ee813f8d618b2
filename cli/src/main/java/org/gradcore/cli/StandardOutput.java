package org.gradcore.cli;

import java.io.BufferedWriter;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Standard output. What cannot be written ends the command with a {@link FailedException}: a {@link
 * PrintWriter} swallows {@link IOException}s, but not these.
 */
final class StandardOutput extends OutputStream {
  /** Standard output could not be written. */
  static final class FailedException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    private FailedException(IOException cause) {
      super("standard output: " + cause.getMessage().toLowerCase(Locale.ROOT), cause);
    }
  }

  private static final Set<String> NAMES =
      Set.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  /** Bits of a mode that say what a file is, and those of what has a reader. */
  private static final int KIND = 0170000;

  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private static final int BUFFER_CHARS = 1 << 16;

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);

  private StandardOutput() {}

  /** A buffered writer: in UTF-8, but on a terminal in the terminal's encoding. */
  static PrintWriter writer() {
    OutputStreamWriter writer = new OutputStreamWriter(new StandardOutput(), charset());
    return new PrintWriter(new BufferedWriter(writer, BUFFER_CHARS));
  }

  /** Whether a name that was given for a file means standard output. */
  static boolean isNamed(Path file) {
    return NAMES.contains(file.toString());
  }

  /** Whether the reader has closed its end, as {@code head} does: that is no fault. */
  static boolean readerIsGone(FailedException e) {
    try {
      int kind = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & KIND;
      return kind == PIPE || kind == SOCKET;
    } catch (IOException | UnsupportedOperationException x) {
      return e.getMessage().contains("pipe");
    }
  }

  private static Charset charset() {
    Charset charset = System.out.charset();
    if (charset.equals(StandardCharsets.UTF_8)) {
      return charset;
    }
    Console console = System.console();
    return console != null && console.isTerminal() ? charset : StandardCharsets.UTF_8;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new FailedException(e);
    }
  }
}
