"""The three reference workloads in SimPy, as its users write them: a store for each queue, a process for each
worker. Prints deliveries per CPU-second for each, as JSON."""

import json
import random
import time

import simpy


def source(env, rate, publish):
    while True:
        yield env.timeout(random.expovariate(rate))
        publish(env.now)


def worker(env, queue, mean, done):
    while True:
        arrived = yield queue.get()
        yield env.timeout(random.expovariate(1 / mean))
        done(arrived)


class Deliveries:
    """Counts, and keeps the time in system, so that no tool does less than the others."""

    def __init__(self, env):
        self.env = env
        self.count = 0
        self.total = 0.0

    def note(self, arrived):
        self.count += 1
        self.total += self.env.now - arrived


def one_queue(env, deliveries):
    queue = simpy.Store(env)
    env.process(source(env, 0.9, queue.put))
    env.process(worker(env, queue, 1.0, deliveries.note))
    return 100_000


def three_stages(env, deliveries):
    queues = [simpy.Store(env) for _ in range(3)]

    def passing_on(queue):
        def done(arrived):
            deliveries.note(arrived)
            queue.put(env.now)

        return done

    env.process(source(env, 3.2, queues[0].put))
    for _ in range(4):
        env.process(worker(env, queues[0], 1.0, passing_on(queues[1])))
        env.process(worker(env, queues[1], 1.0, passing_on(queues[2])))
    for _ in range(2):
        env.process(worker(env, queues[2], 0.5, deliveries.note))
    return 10_000


def topic(env, deliveries):
    queues = [simpy.Store(env) for _ in range(10)]

    def publish(now):
        for queue in queues:
            queue.put(now)

    env.process(source(env, 0.8, publish))
    for queue in queues:
        env.process(worker(env, queue, 1.0, deliveries.note))
    return 12_500


def rate_of(workload):
    random.seed(1)
    env = simpy.Environment()
    deliveries = Deliveries(env)
    until = workload(env, deliveries)
    before = time.process_time()
    env.run(until=until)
    return deliveries.count / (time.process_time() - before)


print(json.dumps({"W1": rate_of(one_queue), "W2": rate_of(three_stages), "W3": rate_of(topic)}))
