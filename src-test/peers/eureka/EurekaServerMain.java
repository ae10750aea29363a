package dev.portolan.peers.eureka;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * A Eureka server as Spring Cloud makes it; flags say how it behaves. With {@code
 * --spring.security.user.name} and {@code ….password} it asks everybody for these.
 */
@SpringBootApplication
@EnableEurekaServer
public class EurekaServerMain {
  public static void main(String[] arguments) {
    SpringApplication.run(EurekaServerMain.class, arguments);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http, Environment flags) throws Exception {
    // Clients of Eureka have no forms to forge.
    http.csrf(csrf -> csrf.disable());
    if (flags.containsProperty("spring.security.user.name")) {
      http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
          .httpBasic(Customizer.withDefaults());
    } else {
      http.authorizeHttpRequests(all -> all.anyRequest().permitAll());
    }
    return http.build();
  }
}
