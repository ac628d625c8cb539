// Amazon SQS: FIFO queues, their message groups and their deduplication.

import type { Rule } from './rule.ts'

const DEV = 'Amazon SQS Developer Guide'
const API = 'Amazon SQS API Reference'

export const sqsFifoRules: readonly Rule[] = [
  {
    id: 'sqs.fifo-group-order',
    statement: 'The messages of a message group are received in the order of their sending.',
    status: 'modelled',
    source: `${DEV}, FIFO queue delivery logic`,
    scenario: 'sqs.fifo-groups',
  },
  {
    id: 'sqs.fifo-group-blocked',
    statement:
      'While a message is in flight, those behind it in its group are not received by anybody; other groups go on.',
    status: 'modelled',
    source: `${DEV}, FIFO queue delivery logic`,
    scenario: 'sqs.fifo-groups',
  },
  {
    id: 'sqs.fifo-fills-from-oldest-group',
    statement:
      'One receive may bring several messages of a group: it fills up from the group that has waited longest, then from the next.',
    status: 'modelled',
    source: 'localstack, test_sqs.py: test_fifo_receive_message_group_id_ordering, recorded on AWS',
    scenario: 'sqs.fifo-groups',
  },
  {
    id: 'sqs.fifo-partial-delete',
    statement:
      'Deleting some of a group’s messages in flight does not free the group; deleting all of them does.',
    status: 'modelled',
    source:
      'localstack, test_sqs.py: test_fifo_message_group_visibility_after_partial_delete, recorded on AWS',
    scenario: 'sqs.fifo-groups',
  },
  {
    id: 'sqs.fifo-groups-of-sender',
    statement:
      'MessageGroupId is the event’s key, its type, or the same for all. By key, events without one are a group together.',
    status: 'modelled',
    source: `${API}, SendMessage`,
    scenario: 'sqs.fifo-groups',
  },
  {
    id: 'sqs.fifo-expiry-in-group',
    statement:
      'When the timeout of a message ends while later ones of its group are in flight, it is received again alone.',
    status: 'modelled',
    source:
      'localstack, test_sqs.py: test_fifo_message_group_visibility_after_terminate_visibility_timeout, recorded on AWS',
    scenario: 'sqs.fifo-late',
  },
  {
    id: 'sqs.fifo-extend-hides-rest',
    statement:
      'Extending the timeout of one message keeps all behind it in the group hidden as well.',
    status: 'modelled',
    source:
      'localstack, test_sqs.py: test_fifo_group_visibility_extends_with_change_message_visibility, recorded on AWS',
    scenario: 'sqs.fifo-late',
  },
  {
    id: 'sqs.fifo-zero-visibility',
    statement:
      'A receive with VisibilityTimeout 0 does not block the groups that it received from; they go behind the others.',
    status: 'modelled',
    source:
      'localstack, test_sqs.py: test_fifo_receive_message_with_zero_visibility_timeout, recorded on AWS',
    scenario: 'sqs.fifo-late',
  },
  {
    id: 'sqs.fifo-release',
    statement: 'A released message comes first in its group again.',
    status: 'modelled',
    source:
      'localstack, test_sqs.py: test_fifo_message_group_visibility_after_terminate_visibility_timeout, recorded on AWS',
    scenario: 'sqs.fifo-poison',
  },
  {
    id: 'sqs.fifo-expired-handle',
    statement:
      'A FIFO queue refuses the receipt handle of an ended timeout: a late delete fails, and the message comes again.',
    status: 'modelled',
    source: 'localstack, test_sqs.py: test_fifo_delete_after_visibility_timeout, recorded on AWS',
    scenario: 'sqs.fifo-late',
  },
  {
    id: 'sqs.fifo-dead-letters',
    statement:
      'A message that always fails holds its group up for maxReceiveCount × VisibilityTimeout; in the dead-letter queue it is out of order, and its group goes on.',
    status: 'modelled',
    source: `${DEV}, Dead-letter queues`,
    scenario: 'sqs.fifo-poison',
  },
  {
    id: 'sqs.fifo-dead-letter-age',
    statement: 'Of a FIFO queue, the retention of a dead letter begins anew with the move.',
    status: 'modelled',
    source: `${DEV}, Dead-letter queues`,
    scenario: 'sqs.fifo-poison',
  },
  {
    id: 'sqs.redrive-fifo',
    statement: 'On the way back from a dead-letter queue the order of each group is kept.',
    status: 'modelled',
    source: `${DEV}, Dead-letter queue redrive: FIFO since November 2023`,
    scenario: 'sqs.fifo-poison',
  },
  {
    id: 'sqs.fifo-delay-retroactive',
    statement:
      'DelaySeconds of a FIFO queue is that of all its messages: a change reaches those that are delayed already.',
    status: 'modelled',
    source: `${DEV}, Delay queues`,
    scenario: 'sqs.fifo-duplicates',
  },
  {
    id: 'sqs.fifo-message-delay',
    statement:
      'A FIFO queue refuses a message with a delay of its own; DelaySeconds 0 means that of the queue.',
    status: 'modelled',
    source:
      'localstack, test_sqs.py: test_fifo_queue_send_message_with_delay_seconds_fails, recorded on AWS',
    scenario: 'sqs.fifo-duplicates',
  },
  {
    id: 'sqs.dedup-interval',
    statement:
      'A message whose MessageDeduplicationId was seen within five minutes is not stored, and its sender is told of a success. The five minutes count from the first and are not prolonged.',
    status: 'modelled',
    source: `${DEV}, Exactly-once processing`,
    scenario: 'sqs.fifo-duplicates',
  },
  {
    id: 'sqs.dedup-remembers-deleted',
    statement: 'An id is remembered though its message is deleted or a dead letter by now.',
    status: 'modelled',
    source:
      'localstack, test_sqs.py: test_fifo_deduplication_arrives_once_after_delete, recorded on AWS',
    scenario: 'sqs.fifo-duplicates',
  },
  {
    id: 'sqs.dedup-scope-queue',
    statement:
      'With DeduplicationScope queue, the same id in another message group is a duplicate too.',
    status: 'modelled',
    source:
      'localstack, test_sqs.py: test_fifo_deduplication_not_on_message_group_id, recorded on AWS',
    scenario: 'sqs.fifo-duplicates',
  },
  {
    id: 'sqs.dedup-scope-group',
    statement: 'With DeduplicationScope messageGroup, an id counts within its message group.',
    status: 'modelled',
    source: `${DEV}, High throughput for FIFO queues`,
    scenario: 'sqs.fifo-duplicates',
  },
  {
    id: 'sqs.dedup-content',
    statement:
      'With ContentBasedDeduplication the hash of the body is the id of messages without one. What one output says of one event and key counts as the same body, where AWS takes its SHA-256 hash.',
    status: 'simplified',
    source: `${DEV}, Exactly-once processing`,
    scenario: 'sqs.fifo-duplicates',
  },
  {
    id: 'sqs.dedup-id-wins',
    statement: 'An id that is given counts, whatever the content is.',
    status: 'modelled',
    source: `${API}, SendMessage`,
    scenario: 'sqs.fifo-duplicates',
  },
  {
    id: 'sqs.dedup-required',
    statement: 'Without an id and without ContentBasedDeduplication a message is refused.',
    status: 'modelled',
    source: `${API}, SendMessage`,
    scenario: 'sqs.fifo-duplicates',
  },
  {
    id: 'sqs.dedup-purge',
    statement: 'PurgeQueue forgets the deduplication ids.',
    status: 'modelled',
    source:
      'localstack, test_sqs.py: test_purge_queue_clears_fifo_deduplication_cache, recorded on AWS',
    scenario: 'sqs.fifo-duplicates',
  },
  {
    id: 'sqs.fifo-throughput',
    statement:
      'A FIFO queue takes 300 sends a second and throttles what is above. An SDK tries again for a while; here the message is refused at once, and receives and deletes are not limited.',
    status: 'simplified',
    source: `${DEV}, Quotas`,
    scenario: 'sqs.fifo-throughput',
  },
  {
    id: 'sqs.fifo-high-throughput',
    statement:
      'With FifoThroughputLimit perMessageGroupId, which AWS takes with DeduplicationScope messageGroup only, 300 sends a second are taken for each message group; how AWS partitions groups is left out.',
    status: 'simplified',
    source: `${DEV}, High throughput for FIFO queues`,
    scenario: 'sqs.fifo-throughput',
  },
  {
    id: 'sqs.fifo-look-through',
    statement:
      'To find groups that are not blocked, SQS looks through the first 120,000 messages only. Here it finds them all.',
    status: 'not',
    source: `${DEV}, Quotas`,
  },
  {
    id: 'sqs.receive-attempt-id',
    statement: 'ReceiveRequestAttemptId lets a FIFO receive be repeated after a network failure.',
    status: 'not',
    source: `${API}, ReceiveMessage`,
  },
]
