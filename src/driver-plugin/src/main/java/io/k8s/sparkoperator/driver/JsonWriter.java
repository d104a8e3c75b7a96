package io.k8s.sparkoperator.driver;

import java.util.Map;

/** Writes maps, iterables, strings, numbers, booleans and nulls as one JSON text without spaces. */
final class JsonWriter {
  private final StringBuilder text = new StringBuilder();

  private JsonWriter() {}

  static String write(Object value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value);
    return writer.text.toString();
  }

  private void value(Object value) {
    if (value instanceof Map) {
      object((Map<?, ?>) value);
    } else if (value instanceof Iterable) {
      array((Iterable<?>) value);
    } else if (value instanceof String) {
      string((String) value);
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      throw new IllegalArgumentException("no JSON for a " + value.getClass().getName());
    }
  }

  private void object(Map<?, ?> members) {
    char before = '{';
    for (Map.Entry<?, ?> member : members.entrySet()) {
      text.append(before);
      string((String) member.getKey());
      text.append(':');
      value(member.getValue());
      before = ',';
    }
    text.append(members.isEmpty() ? "{}" : "}");
  }

  private void array(Iterable<?> items) {
    char before = '[';
    for (Object item : items) {
      text.append(before);
      value(item);
      before = ',';
    }
    text.append(before == '[' ? "[]" : "]");
  }

  private void string(String content) {
    text.append('"');
    for (int i = 0; i < content.length(); i++) {
      char next = content.charAt(i);
      if (next == '"' || next == '\\') {
        text.append('\\').append(next);
      } else if (next < ' ') {
        text.append(String.format("\\u%04x", (int) next));
      } else {
        text.append(next);
      }
    }
    text.append('"');
  }
}
