package dev.portolan.server.push.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One rule; the method plays it on one {@link Stage} and throws if the server breaks it. Several
 * methods may hold one rule from different sides.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {
  String id();

  /** What a server does that follows it. */
  String text();

  /** To which faces it applies. */
  Face[] faces() default {Face.DELTA_ADS, Face.DELTA_TYPED, Face.STATE_ADS, Face.STATE_TYPED};

  /** What was chosen where the rule leaves a choice. */
  String choice() default "";
}
