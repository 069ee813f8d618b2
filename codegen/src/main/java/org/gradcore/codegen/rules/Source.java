package org.gradcore.codegen.rules;

/** Java source as it grows: lines, indented by the braces that are open. */
final class Source {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  /**
   * Adds lines; one that begins with a closing brace or ends with an opening one moves the indent.
   */
  Source add(String lines) {
    for (String line : lines.split("\n", -1)) {
      String stripped = line.strip();
      if (stripped.startsWith("}")) {
        depth--;
      }
      if (!stripped.isEmpty()) {
        text.append("  ".repeat(depth)).append(stripped);
      }
      text.append('\n');
      if (stripped.endsWith("{")) {
        depth++;
      }
    }
    return this;
  }

  /** Adds lines whose own indent is kept. */
  Source paste(String lines) {
    for (String line : lines.lines().toList()) {
      text.append(line.isBlank() ? "" : "  ".repeat(depth) + line.stripTrailing()).append('\n');
    }
    return this;
  }

  /** Adds a line, broken after commas where it is too long. */
  Source wrap(String line) {
    StringBuilder part = new StringBuilder();
    int room = 96 - 2 * depth;
    for (String piece : line.split("(?<=, )")) {
      if (part.length() + piece.stripTrailing().length() > room) {
        paste(part.toString());
        part = new StringBuilder("    ");
      }
      part.append(piece);
    }
    return paste(part.toString());
  }

  /** Indents what follows, after a pasted line that opens a brace. */
  Source indent() {
    depth++;
    return this;
  }

  /** Adds a Javadoc comment. */
  Source doc(String doc) {
    String indent = "  ".repeat(depth);
    if (!doc.contains("\n")) {
      text.append(indent).append("/** ").append(doc).append(" */\n");
      return this;
    }
    text.append(indent).append("/**\n");
    for (String line : doc.lines().toList()) {
      text.append((indent + " * " + line.strip()).stripTrailing()).append('\n');
    }
    text.append(indent).append(" */\n");
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
