// The configuration of Kafka's producer, as far as it is modelled, with the defaults of Kafka 4.

import { milliseconds } from '../engine/time.ts'
import type { KafkaProperties } from './properties.ts'
import type { Texts } from './texts.ts'

export const KAFKA_PRODUCER_DEFAULTS: KafkaProperties = {
  kind: 'kafka',
  acks: 'all',
  enableIdempotence: true,
  maxInFlightRequests: 5,
  linger: milliseconds(5),
  batchSizeBytes: 16_384,
  requestTimeout: milliseconds(30_000),
  deliveryTimeout: milliseconds(120_000),
  retryBackoff: milliseconds(100),
  partitioner: 'default',
  transactionTimeout: milliseconds(60_000),
}

/** An idempotent producer has at most so many requests in flight: the leader remembers no more. */
const IDEMPOTENT_IN_FLIGHT_MAX = 5

/** By the number of interned properties; what another broker's publisher says means nothing here. */
export class KafkaProducerConfigs {
  readonly #texts: Texts
  readonly #byNumber: (KafkaProperties | undefined)[] = [KAFKA_PRODUCER_DEFAULTS]

  constructor(texts: Texts) {
    this.#texts = texts
  }

  of(properties: number): KafkaProperties {
    const known = this.#byNumber[properties]
    if (known) return known
    const said = this.#texts.properties(properties)
    const config = said?.kind === 'kafka' ? settled(said) : KAFKA_PRODUCER_DEFAULTS
    this.#byNumber[properties] = config
    return config
  }
}

/** Idempotence needs acks=all: with less, it is off, as in a configuration that does not name it. */
function settled(config: KafkaProperties): KafkaProperties {
  const isIdempotent = config.enableIdempotence && config.acks === 'all'
  const inFlightMax = isIdempotent ? IDEMPOTENT_IN_FLIGHT_MAX : Infinity
  return {
    ...config,
    enableIdempotence: isIdempotent,
    maxInFlightRequests: Math.min(config.maxInFlightRequests, inFlightMax),
  }
}
