package io.k8s.sparkoperator.driver;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON text as maps, lists, strings, numbers, booleans and nulls.
 *
 * <p>Guarantees: members keep their order; whole numbers that fit are {@code Long}, all others {@code BigDecimal}, so
 * that what is written back means the same. Fails: with {@link JsonException} on anything that RFC 8259 doesn't allow,
 * on nesting deeper than {@value #MAX_DEPTH}, and on anything behind the value.
 */
final class JsonReader {
  private static final int MAX_DEPTH = 100;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  static Object read(String text) throws JsonException {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.skipSpace();
    if (reader.at < text.length()) throw reader.unexpected("the end");
    return value;
  }

  private Object value() throws JsonException {
    skipSpace();
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return string();
      case 't':
        return word("true", Boolean.TRUE);
      case 'f':
        return word("false", Boolean.FALSE);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  private Map<String, Object> object() throws JsonException {
    Map<String, Object> members = new LinkedHashMap<>();
    enter();
    if (!take('}')) {
      do {
        skipSpace();
        String name = string();
        expect(':');
        members.put(name, value());
      } while (take(','));
      expect('}');
    }
    depth--;
    return members;
  }

  private List<Object> array() throws JsonException {
    List<Object> items = new ArrayList<>();
    enter();
    if (!take(']')) {
      do {
        items.add(value());
      } while (take(','));
      expect(']');
    }
    depth--;
    return items;
  }

  private String string() throws JsonException {
    if (peek() != '"') throw unexpected("a string");
    at++;
    StringBuilder content = new StringBuilder();
    while (true) {
      char next = peek();
      if (next < ' ') throw unexpected("a character of a string");
      at++;
      if (next == '"') return content.toString();
      content.append(next == '\\' ? escaped() : next);
    }
  }

  private char escaped() throws JsonException {
    char kind = peek();
    at++;
    switch (kind) {
      case '"':
      case '\\':
      case '/':
        return kind;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return unicode();
      default:
        at--;
        throw unexpected("an escape");
    }
  }

  private char unicode() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++, at++) {
      char next = peek();
      int digit = next < 128 ? Character.digit(next, 16) : -1;
      if (digit < 0) throw unexpected("a hexadecimal digit");
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Number number() throws JsonException {
    int start = at;
    boolean whole = true;
    skip('-');
    if (!skip('0')) digits();
    if (skip('.')) {
      digits();
      whole = false;
    }
    if (skip('e') || skip('E')) {
      if (!skip('-')) skip('+');
      digits();
      whole = false;
    }
    String literal = text.substring(start, at);
    // 18 digits always fit.
    return whole && literal.length() <= 18 ? (Number) Long.valueOf(literal) : new BigDecimal(literal);
  }

  private void digits() throws JsonException {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
    if (at == start) throw unexpected("a digit");
  }

  private Object word(String word, Object value) throws JsonException {
    if (!text.startsWith(word, at)) throw unexpected(word);
    at += word.length();
    return value;
  }

  private void enter() throws JsonException {
    at++;
    if (++depth > MAX_DEPTH) throw new JsonException("nested deeper than " + MAX_DEPTH + " at character " + at);
  }

  /** Skips space, and the character if it is next. */
  private boolean take(char character) {
    skipSpace();
    return skip(character);
  }

  private void expect(char character) throws JsonException {
    if (!take(character)) throw unexpected("'" + character + "'");
  }

  private boolean skip(char character) {
    if (at >= text.length() || text.charAt(at) != character) return false;
    at++;
    return true;
  }

  private char peek() throws JsonException {
    if (at >= text.length()) throw new JsonException("the text ends too early");
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private JsonException unexpected(String wanted) {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new JsonException("expected " + wanted + " and found " + found + " at character " + at);
  }
}
