package io.troupe.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.health.ConnectClusterState;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.rest.ConnectRestExtensionContext;

/** Does what extensions do: resources, filters before and after, answers that come later, failures, blocking. */
public final class GuestExtension implements ConnectRestExtension {

    static final CountDownLatch RELEASED = new CountDownLatch(1);
    static volatile boolean closed;

    @Override
    public void register(ConnectRestExtensionContext context) {
        context.configurable().register(new Guests(context.clusterState()));
        context.configurable().register(new Door());
        context.configurable().register(new Stamp());
    }

    @Override
    public void configure(Map<String, ?> settings) {
        if ("yes".equals(settings.get("guest.refuses"))) {
            throw new IllegalArgumentException("guest.refuses");
        }
    }

    @Override
    public String version() {
        return "7.1";
    }

    @Override
    public void close() {
        closed = true;
    }

    /** What the extension adds. */
    @Path("/guests")
    public static final class Guests {

        private final ConnectClusterState cluster;

        Guests(ConnectClusterState cluster) {
            this.cluster = cluster;
        }

        @GET
        @Produces(MediaType.APPLICATION_JSON)
        public Map<String, Collection<String>> all() {
            return Map.of("connectors", cluster.connectors());
        }

        @GET
        @Path("/late")
        public void late(@Suspended AsyncResponse answer, @QueryParam("after") long millis) {
            answer.setTimeout(millis, TimeUnit.MILLISECONDS);
        }

        @GET
        @Path("/broken")
        public Response broken(@QueryParam("why") String why) {
            if (why == null) {
                throw new IllegalStateException("the guest broke");
            }
            return Response.ok(why).build();
        }
    }

    /** Asks who is there before anything else happens. */
    static final class Door implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) throws IOException {
            String name = request.getHeaderString("X-Guest");
            if (name == null) {
                request.abortWith(Response.status(401).entity("Who are you?").build());
            } else if (name.equals("sleeper")) {
                await();
            } else if (name.equals("editor")) {
                String body = new String(request.getEntityStream().readAllBytes(), StandardCharsets.UTF_8);
                request.setEntityStream(
                        new ByteArrayInputStream(body.replace("draft", "final").getBytes(StandardCharsets.UTF_8)));
            }
            request.setSecurityContext(new Known(name));
        }

        private static void await() {
            try {
                RELEASED.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Marks every answer. */
    static final class Stamp implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().putSingle("X-Stamp", "seen");
        }
    }

    private record Known(String name) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return () -> name;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return "X-Guest";
        }
    }
}
