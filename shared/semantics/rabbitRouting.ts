// RabbitMQ: exchanges, what publishers hear, and streams.

import { rabbitRoutingScenarios } from './rabbitRoutingScenarios.ts'
import { rabbitStreamScenarios } from './rabbitStreamScenarios.ts'
import { rabbitStreamRules } from './rabbitStreams.ts'
import type { Rule, Semantics } from './rule.ts'

const DOCS = 'RabbitMQ documentation'

const exchangeRules: readonly Rule[] = [
  {
    id: 'rabbit.direct',
    statement: 'A direct exchange takes a message along the bindings whose key is its routing key.',
    status: 'modelled',
    source: `${DOCS}, Exchanges: direct`,
    scenario: 'rabbit.direct-keys',
  },
  {
    id: 'rabbit.fanout',
    statement: 'A fanout exchange copies a message along all its bindings, whatever their keys.',
    status: 'modelled',
    source: `${DOCS}, Exchanges: fanout`,
    scenario: 'rabbit.copies',
  },
  {
    id: 'rabbit.topic-words',
    statement:
      'A topic exchange compares words between dots: `*` stands for one word, `#` for any number of them, and both only as whole words.',
    status: 'modelled',
    source: 'rabbitmq-server, routing_SUITE and rabbit_exchange_type_topic',
    scenario: 'rabbit.topic-patterns',
  },
  {
    id: 'rabbit.topic-empty-words',
    statement:
      'An empty word between dots is a word. The empty routing key has no words: `#` and the empty key match it, `*` does not.',
    status: 'modelled',
    source: 'rabbitmq-server, rabbit_db_topic_exchange_SUITE',
    scenario: 'rabbit.topic-patterns',
  },
  {
    id: 'rabbit.topic-two-hashes',
    statement: 'A binding key of a topic exchange with more than two `#` words is refused.',
    status: 'modelled',
    source: 'rabbitmq-server 4, unit_topic_binding_validation_SUITE',
    scenario: 'rabbit.topic-patterns',
  },
  {
    id: 'rabbit.headers-all',
    statement:
      'A headers exchange with x-match `all`, the default, takes messages that have every header of the binding’s arguments. The headers of a message are the attributes of its event.',
    status: 'modelled',
    source: 'rabbitmq-server, rabbit_exchange_type_headers',
    scenario: 'rabbit.headers',
  },
  {
    id: 'rabbit.headers-any',
    statement: 'With x-match `any` one of the headers is enough.',
    status: 'modelled',
    source: 'rabbitmq-server, rabbit_exchange_type_headers',
    scenario: 'rabbit.headers',
  },
  {
    id: 'rabbit.headers-with-x',
    statement:
      'Arguments whose names begin with x- are compared only with `all-with-x` and `any-with-x`.',
    status: 'modelled',
    source: 'rabbitmq-server, exchanges_SUITE: headers_exchange_key_presence_only',
    scenario: 'rabbit.headers',
  },
  {
    id: 'rabbit.headers-void',
    statement: 'An argument without a value (void) asks only that the header is there.',
    status: 'modelled',
    source: 'rabbitmq-server, exchanges_SUITE: headers_exchange_key_presence_only',
    scenario: 'rabbit.headers',
  },
  {
    id: 'rabbit.headers-typed',
    statement: 'Headers are compared by type and value: the text 1 is not the number 1.',
    status: 'modelled',
    source: 'rabbitmq-server, rabbit_exchange_type_headers: match',
    scenario: 'rabbit.headers',
  },
  {
    id: 'rabbit.headers-empty',
    statement: 'A binding without arguments matches everything for all, and nothing for any.',
    status: 'modelled',
    source: 'rabbitmq-server, rabbit_exchange_type_headers: match_all, match_any',
    scenario: 'rabbit.headers',
  },
  {
    id: 'rabbit.exchange-to-exchange',
    statement:
      'Exchanges are bound to exchanges; a message goes through each of them once, so that circles end.',
    status: 'modelled',
    source: `${DOCS}, Exchange to Exchange Bindings; rabbit_exchange: route1`,
    scenario: 'rabbit.copies',
  },
  {
    id: 'rabbit.one-copy',
    statement: 'A queue gets one copy of a message, however many bindings and ways lead to it.',
    status: 'modelled',
    source: `${DOCS}, Exchange to Exchange Bindings`,
    scenario: 'rabbit.copies',
  },
  {
    id: 'rabbit.alternate-exchange',
    statement:
      'What no binding of an exchange matches goes to its alternate exchange, and on to that one’s alternate. It then counts as routed. A binding that matches and leads nowhere is a match all the same.',
    status: 'modelled',
    source: `${DOCS}, Alternate Exchanges; rabbit_exchange: process_alternate`,
    scenario: 'rabbit.alternate',
  },
  {
    id: 'rabbit.default-exchange',
    statement:
      'What is published straight to a queue goes by the default exchange, with the queue’s name as its routing key.',
    status: 'modelled',
    source: `${DOCS}, Exchanges: default exchange`,
    scenario: 'rabbit.direct-keys',
  },
]

const publisherRules: readonly Rule[] = [
  {
    id: 'rabbit.unroutable-confirmed',
    statement:
      'A message that reaches no queue is dropped, and confirmed to its publisher as if all were well.',
    status: 'modelled',
    source: `${DOCS}, Publishers: unroutable message handling`,
    scenario: 'rabbit.unroutable',
  },
  {
    id: 'rabbit.mandatory',
    statement:
      'A mandatory message that reaches no queue is returned (basic.return) and confirmed.',
    status: 'modelled',
    source: `${DOCS}, Publishers: mandatory; rabbit_channel: process_routing_mandatory`,
    scenario: 'rabbit.unroutable',
  },
  {
    id: 'rabbit.confirm-all-queues',
    statement:
      'A publisher is told of success (basic.ack) when all queues have taken their copies.',
    status: 'modelled',
    source: `${DOCS}, Consumer Acknowledgements and Publisher Confirms`,
    scenario: 'rabbit.nack',
  },
  {
    id: 'rabbit.confirm-nack',
    statement:
      'One queue that refuses is enough for a basic.nack, though the others keep their copies: to publish again makes duplicates there.',
    status: 'modelled',
    source: `${DOCS}, Queue Length Limit; rabbit_confirms: reject`,
    scenario: 'rabbit.nack',
  },
  {
    id: 'rabbit.no-confirms',
    statement:
      'Without confirms a publisher goes on at once, and never hears what a queue refused.',
    status: 'modelled',
    source: `${DOCS}, Reliability Guide`,
    scenario: 'rabbit.nack',
  },
  {
    id: 'rabbit.confirm-latency',
    statement:
      'Network and disk take no time: a confirm comes in the same instant, unless a quorum queue has no majority. Confirms are told one by one, where RabbitMQ may tell several at once.',
    status: 'simplified',
    source: `${DOCS}, Publisher Confirms: confirm latency`,
  },
]

const leftOut: readonly Rule[] = [
  {
    id: 'rabbit.other-exchanges',
    statement:
      'Exchange types of plugins (x-consistent-hash, x-modulus-hash, x-random, x-delayed-message, x-recent-history) and x-local-random.',
    status: 'not',
    source: `${DOCS}, Exchanges: other exchange types`,
  },
  {
    id: 'rabbit.sender-selected',
    statement: 'The headers CC and BCC, which add routing keys to a message.',
    status: 'not',
    source: `${DOCS}, Sender-selected Distribution`,
  },
  {
    id: 'rabbit.exchange-lifecycle',
    statement:
      'Auto-delete, internal and transient exchanges. Publishing to an exchange that is missing, which closes the channel, cannot be drawn.',
    status: 'not',
    source: `${DOCS}, Exchanges`,
  },
  {
    id: 'rabbit.flow-control',
    statement:
      'Flow control by credit between connections and queues, memory and disk alarms, and limits of frame and message size.',
    status: 'not',
    source: `${DOCS}, Flow Control; Memory and Disk Alarms`,
  },
  {
    id: 'rabbit.tx',
    statement: 'Transactions of a channel (tx.select).',
    status: 'not',
    source: `${DOCS}, Broker Semantics`,
  },
]

export const rabbitRoutingSemantics: Semantics = {
  rules: [...exchangeRules, ...publisherRules, ...rabbitStreamRules, ...leftOut],
  scenarios: [...rabbitRoutingScenarios, ...rabbitStreamScenarios],
}
