package dev.portolan.peers.eureka;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;

/** A Eureka server as Spring Cloud makes it; flags say how it behaves. */
@SpringBootApplication
@EnableEurekaServer
public class EurekaServerMain {
  public static void main(String[] arguments) {
    SpringApplication.run(EurekaServerMain.class, arguments);
  }
}
