package workbook;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.CreateTopicPolicy;

/**
 * Asked by the active controller before it makes a topic (KIP-108). Quotas only slow down whoever
 * makes many partitions, and an old version of the request not even that; this refuses.
 */
public class ClassTopicPolicy implements CreateTopicPolicy {
    private static final int MOST_PARTITIONS = 12;
    private static final int MOST_A_MINUTE = 60;
    private static final long A_MINUTE_MS = 60_000;
    private final Map<String, Integer> made = new HashMap<>();
    private long minuteBegan = System.currentTimeMillis();

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public synchronized void validate(RequestMetadata topic) {
        int partitions = topic.numPartitions() != null
            ? topic.numPartitions()
            : topic.replicasAssignments().size();
        if (partitions > MOST_PARTITIONS) {
            throw new PolicyViolationException("At most " + MOST_PARTITIONS + " partitions a topic.");
        }
        long now = System.currentTimeMillis();
        if (now - minuteBegan > A_MINUTE_MS) {
            made.clear();
            minuteBegan = now;
        }
        // Everything before the first dot of a name is the learner whose it is.
        String learner = topic.topic().split("\\.", 2)[0];
        if (made.merge(learner, 1, Integer::sum) > MOST_A_MINUTE) {
            throw new PolicyViolationException("At most " + MOST_A_MINUTE + " topics a minute.");
        }
    }

    @Override
    public void close() {}
}
