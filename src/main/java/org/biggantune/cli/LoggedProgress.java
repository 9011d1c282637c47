package org.biggantune.cli;

import org.biggantune.domain.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards progress, and also logs the lines printed for the user.
 *
 * @param shown the progress to forward to
 */
public record LoggedProgress(Progress shown) implements Progress {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedProgress.class);

    @Override
    public void series(String kind, int number, int count, int toCome) {
        shown.series(kind, number, count, toCome);
    }

    @Override
    public void begin(String task, long total) {
        shown.begin(task, total);
    }

    @Override
    public void resize(long total) {
        shown.resize(total);
    }

    @Override
    public void phase(String name, long done, long total) {
        shown.phase(name, done, total);
    }

    @Override
    public void resume(long done) {
        shown.resume(done);
    }

    @Override
    public void advance(long done, String note) {
        shown.advance(done, note);
    }

    @Override
    public void end() {
        shown.end();
    }

    @Override
    public void say(String line) {
        LOG.info("{}", line);
        shown.say(line);
    }
}
