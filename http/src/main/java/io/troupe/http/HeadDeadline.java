package io.troupe.http;

import java.time.Duration;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;

/**
 * Ends a connection on which no whole request's head arrives for a while. An idle timeout would not: who sends a byte
 * now and then is never idle.
 */
final class HeadDeadline extends GraphStage<BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse>> {

    private final Inlet<HttpRequest> arriving = Inlet.create("arriving");
    private final Outlet<HttpRequest> requests = Outlet.create("requests");
    private final Inlet<HttpResponse> answers = Inlet.create("answers");
    private final Outlet<HttpResponse> leaving = Outlet.create("leaving");
    private final BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape =
            BidiShape.of(arriving, requests, answers, leaving);
    private final Duration limit;

    HeadDeadline(Duration limit) {
        this.limit = limit;
    }

    @Override
    public BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {

        Logic() {
            super(shape);
            setHandler(arriving, new AbstractInHandler() {
                @Override
                public void onPush() {
                    cancelTimer(HeadDeadline.class);
                    push(requests, grab(arriving));
                }

                /** The answer to the last request is still to come. */
                @Override
                public void onUpstreamFinish() {
                    complete(requests);
                }
            });
            setHandler(requests, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pull(arriving);
                }
            });
            setHandler(answers, new AbstractInHandler() {
                @Override
                public void onPush() {
                    push(leaving, grab(answers));
                    await();
                }
            });
            setHandler(leaving, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pull(answers);
                }
            });
        }

        @Override
        public void preStart() {
            await();
        }

        private void await() {
            scheduleOnce(HeadDeadline.class, limit);
        }

        @Override
        public void onTimer(Object key) {
            completeStage();
        }
    }
}
