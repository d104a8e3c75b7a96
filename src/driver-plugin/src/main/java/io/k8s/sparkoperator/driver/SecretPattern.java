package io.k8s.sparkoperator.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what looks like a secret, by the pattern that Spark redacts its own pages with by default. */
final class SecretPattern {
  private static final Pattern SECRET = Pattern.compile("(?i)secret|password|token|access[.]?key");
  private static final Pattern SECRET_VALUE_FOLLOWS = Pattern.compile("(?:" + SECRET.pattern() + ")[^=]*=");
  /** Runs of quoted and other characters: one option, however it is quoted. */
  private static final Pattern OPTION = Pattern.compile("(?:\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|\\\\.|[^\\s\"'])+|[\"']");

  private SecretPattern() {}

  static boolean matches(String text) {
    return SECRET.matcher(text).find();
  }

  /**
   * Java options without those whose name looks like a secret: {@code -Dkey.password=1} goes, {@code
   * -Dkey.store=/mnt/secrets/key.jks} stays.
   */
  static String withoutSecretOptions(String options) {
    if (!matches(options)) return options;
    List<String> kept = new ArrayList<>();
    Matcher option = OPTION.matcher(options);
    while (option.find()) {
      if (!isSecretOption(option.group())) kept.add(option.group());
    }
    return String.join(" ", kept);
  }

  private static boolean isSecretOption(String option) {
    return option.contains("=") ? SECRET_VALUE_FOLLOWS.matcher(option).find() : matches(option);
  }
}
