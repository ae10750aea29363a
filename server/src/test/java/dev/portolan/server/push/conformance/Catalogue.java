package dev.portolan.server.push.conformance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** All cases, sorted by their rule. */
public final class Catalogue {
  private static final List<Object> PLAYS =
      List.of(
          new StreamRules(),
          new AnswerRules(),
          new DeltaRules(),
          new ResumeRules(),
          new StateRules(),
          new BoundRules(),
          new OrderRules(),
          new NameRules());

  private Catalogue() {}

  /** One case: a method that plays a rule. */
  public record Case(Rule rule, Method method, Object play) {

    public String id() {
      return rule.id();
    }

    public String text() {
      return rule.text();
    }

    /** {@code C-12 delta, aggregated: aStaleNonceIsIgnored}. */
    String title(Face face) {
      return "%s %s: %s".formatted(rule.id(), face.title(), method.getName());
    }

    public boolean appliesTo(Face face) {
      return Arrays.asList(rule.faces()).contains(face);
    }

    /**
     * Plays the rule on a server.
     *
     * @throws Throwable what is wrong with the server
     */
    public void play(Face face, Subject subject, int patienceMillis) throws Throwable {
      try (Stage stage = new Stage(face, subject, patienceMillis)) {
        method.invoke(play, stage);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Object play : PLAYS) {
      for (Method method : play.getClass().getDeclaredMethods()) {
        Rule rule = method.getAnnotation(Rule.class);
        if (rule != null) {
          cases.add(new Case(rule, method, play));
        }
      }
    }
    cases.sort(Comparator.comparing(each -> each.id() + each.method().getName()));
    return cases;
  }

  /** {@code C-07} for 7. */
  static String id(int number) {
    return String.format(Locale.ROOT, "C-%02d", number);
  }
}
