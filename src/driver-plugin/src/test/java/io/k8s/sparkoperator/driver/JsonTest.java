package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @DisplayName("what is read is written back with the same meaning, in the same order")
  @ValueSource(strings = {
    "{}", "[]", "null", "true", "false", "0", "-1", "\"\"", "[[],{}]",
    "{\"z\":1,\"a\":[1,2.50,\"x\",null,true],\"m\":{\"n\":{}}}",
    "12345678901234567890", "0.1", "-2.5",
    "\"quote \\\" backslash \\\\ and ümläut 𝄞\"",
    "\"\\u0000\\u001f\"",
  })
  void roundTrip(String text) throws JsonException {
    assertEquals(text, JsonWriter.write(JsonReader.read(text)));
  }

  @Test
  @DisplayName("space and escapes are understood")
  void spaceAndEscapes() throws JsonException {
    Object value = JsonReader.read(" { \"a\" : [ 1 ,\t2 ] ,\r\n \"b\" : \"\\u00e9\\n\\/\\t\\ud834\\udd1e\" } ");
    assertEquals(Map.of("a", List.of(1L, 2L), "b", "é\n/\t𝄞"), value);
  }

  @Test
  @DisplayName("whole numbers are Long, others keep every digit")
  void numbers() throws JsonException {
    assertEquals(
        Arrays.asList(999_999_999_999_999_999L, new BigDecimal("9223372036854775808"), new BigDecimal("1.10")),
        JsonReader.read("[999999999999999999,9223372036854775808,1.10]"));
  }

  @ParameterizedTest
  @DisplayName("what RFC 8259 doesn't allow is refused")
  @ValueSource(strings = {
    "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a:1}", "{1:1}", "[1 2]", "01", "1.",
    ".5", "+1", "-", "1e", "tru", "nulls", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\n\"", "'a'", "{} {}", "[1]]", "NaN",
  })
  void refused(String text) {
    assertThrows(JsonException.class, () -> JsonReader.read(text));
  }

  @Test
  @DisplayName("a message says what was expected where")
  void message() {
    JsonException failure = assertThrows(JsonException.class, () -> JsonReader.read("{\"a\" 1}"));
    assertEquals("expected ':' and found '1' at character 5", failure.getMessage());
  }

  @Test
  @DisplayName("deep nesting is refused before the stack ends")
  void deep() {
    String deep = String.join("", Collections.nCopies(100_000, "["));
    assertThrows(JsonException.class, () -> JsonReader.read(deep));
  }

  @Test
  @DisplayName("an object that is no JSON cannot be written")
  void notJson() {
    assertThrows(IllegalArgumentException.class, () -> JsonWriter.write(new Object()));
  }
}
