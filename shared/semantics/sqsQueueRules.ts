// Amazon SQS: what holds for standard queues and, where FIFO queues are not said to differ, for those.

import type { Rule } from './rule.ts'

const DEV = 'Amazon SQS Developer Guide'
const API = 'Amazon SQS API Reference'

export const sqsQueueRules: readonly Rule[] = [
  {
    id: 'sqs.keeps-until-deleted',
    statement:
      'A queue keeps a message until it is deleted or its retention ends, whether or not anybody receives.',
    status: 'modelled',
    source: `${DEV}, Message lifecycle`,
    scenario: 'sqs.slow-consumer',
  },
  {
    id: 'sqs.one-consumer-gets-it',
    statement:
      'Consumers compete: a message is received by one of them, whichever service they belong to.',
    status: 'modelled',
    source: `${DEV}, Basic architecture`,
    scenario: 'sqs.competing',
  },
  {
    id: 'sqs.no-order',
    statement: 'A standard queue gives its messages in no order that one may rely on.',
    status: 'modelled',
    source: `${DEV}, Standard queues`,
    scenario: 'sqs.competing',
  },
  {
    id: 'sqs.visibility-timeout',
    statement:
      'A receive hides a message for VisibilityTimeout, counted from the receive. What is not deleted by then is visible again and is received again, with ApproximateReceiveCount one higher.',
    status: 'modelled',
    source: `${DEV}, Visibility timeout`,
    scenario: 'sqs.slow-consumer',
  },
  {
    id: 'sqs.batch-visibility',
    statement:
      'The visibility timeouts of one receive run together: of a batch handled one by one, the last message has waited for the others.',
    status: 'modelled',
    source: `${DEV}, Visibility timeout`,
    scenario: 'sqs.slow-batches',
  },
  {
    id: 'sqs.late-delete',
    statement:
      'Of a standard queue, the receipt handle of an ended visibility timeout still deletes.',
    status: 'modelled',
    source: 'localstack, test_sqs.py: test_delete_after_visibility_timeout, recorded on AWS',
    scenario: 'sqs.slow-consumer',
  },
  {
    id: 'sqs.old-receipt-handle',
    statement:
      'A DeleteMessage with an older receipt handle than the newest succeeds. AWS says that the message might not be deleted then; here it always is.',
    status: 'simplified',
    source: `${API}, DeleteMessage`,
    scenario: 'sqs.slow-consumer',
  },
  {
    id: 'sqs.receive-visibility',
    statement: 'VisibilityTimeout of a receive holds in place of the queue’s.',
    status: 'modelled',
    source: `${API}, ReceiveMessage`,
    scenario: 'sqs.extending',
  },
  {
    id: 'sqs.change-visibility',
    statement:
      'ChangeMessageVisibility sets what is left of the timeout, from now on and for this receive only.',
    status: 'modelled',
    source: `${API}, ChangeMessageVisibility`,
    scenario: 'sqs.extending',
  },
  {
    id: 'sqs.change-visibility-to-zero',
    statement:
      'ChangeMessageVisibility to 0 shows the message at once; its receipt handle still deletes it on a standard queue.',
    status: 'modelled',
    source: `${DEV}, Terminating the visibility timeout`,
    scenario: 'sqs.releasing',
  },
  {
    id: 'sqs.release',
    statement:
      'A consumer that failed can set the visibility timeout to 0: the message is received again without a wait.',
    status: 'modelled',
    source: `${DEV}, Terminating the visibility timeout`,
    scenario: 'sqs.releasing',
  },
  {
    id: 'sqs.change-visibility-late',
    statement:
      'On a standard queue ChangeMessageVisibility succeeds after the timeout has ended, and hides the message again.',
    status: 'modelled',
    source:
      'localstack, test_sqs.py: test_change_message_visibility_after_visibility_timeout_expiration, recorded on AWS',
    scenario: 'sqs.extending',
  },
  {
    id: 'sqs.visibility-maximum',
    statement:
      'A message is hidden for twelve hours from its receive at most; what would go beyond is refused, and the timeout stays as it was.',
    status: 'modelled',
    source: `${DEV}, Visibility timeout`,
    scenario: 'sqs.extending',
  },
  {
    id: 'sqs.no-rejection',
    statement:
      'SQS knows no rejection: a consumer that failed says nothing, and the visibility timeout runs out.',
    status: 'modelled',
    source: `${API}, actions`,
    scenario: 'sqs.poison',
  },
  {
    id: 'sqs.departure-unnoticed',
    statement:
      'SQS does not notice that a consumer has gone, in whatever way: what it held is visible when its timeout ends.',
    status: 'modelled',
    source: `${DEV}, Visibility timeout`,
    scenario: 'sqs.crash',
  },
  {
    id: 'sqs.in-flight-limit',
    statement:
      'At most 120,000 messages are in flight. A receive beyond brings nothing; a short poll is told OverLimit.',
    status: 'modelled',
    source: `${DEV}, Quotas`,
    scenario: 'sqs.in-flight',
  },
  {
    id: 'sqs.max-number-of-messages',
    statement:
      'One receive brings up to MaxNumberOfMessages, from 1 to 10, and is content with fewer.',
    status: 'modelled',
    source: `${API}, ReceiveMessage`,
    scenario: 'sqs.slow-batches',
  },
  {
    id: 'sqs.delete-batch',
    statement:
      'DeleteMessageBatch deletes after all of a receive is handled: until then a crash brings all of it back.',
    status: 'modelled',
    source: `${API}, DeleteMessageBatch`,
    scenario: 'sqs.batch-delete',
  },
  {
    id: 'sqs.delay',
    statement:
      'DelaySeconds of the queue hides new messages; of a standard queue a change does not touch those inside.',
    status: 'modelled',
    source: `${DEV}, Delay queues`,
    scenario: 'sqs.delays',
  },
  {
    id: 'sqs.message-delay',
    statement: 'DelaySeconds of a message holds in place of the queue’s, 0 as well.',
    status: 'modelled',
    source: `${DEV}, Message timers`,
    scenario: 'sqs.delays',
  },
  {
    id: 'sqs.retention',
    statement:
      'MessageRetentionPeriod counts from the sending and ends a message wherever it is: visible, delayed or in flight.',
    status: 'modelled',
    source: `${DEV}, Configuring queue parameters`,
    scenario: 'sqs.retention',
  },
  {
    id: 'sqs.retention-change',
    statement:
      'A changed MessageRetentionPeriod holds for the messages inside too. AWS takes up to fifteen minutes for it; here it holds at once.',
    status: 'simplified',
    source: `${API}, SetQueueAttributes`,
    scenario: 'sqs.retention',
  },
  {
    id: 'sqs.long-polling',
    statement:
      'A long poll waits up to WaitTimeSeconds, at most 20 s, and ends when there is a message. It asks all servers.',
    status: 'modelled',
    source: `${DEV}, Short and long polling`,
    scenario: 'sqs.polling',
  },
  {
    id: 'sqs.queue-wait-time',
    statement: 'ReceiveMessageWaitTimeSeconds of the queue holds where a receive does not say.',
    status: 'modelled',
    source: `${DEV}, Short and long polling`,
    scenario: 'sqs.polling',
  },
  {
    id: 'sqs.short-polling',
    statement:
      'A short poll asks a part of the servers and may bring nothing though messages are there. Here a queue has four servers, of which it asks three.',
    status: 'simplified',
    source: `${DEV}, Short and long polling`,
    scenario: 'sqs.polling',
  },
  {
    id: 'sqs.empty-short-poll',
    statement:
      'A consumer that polls short asks again after its own pause: the queue does not call it.',
    status: 'modelled',
    source: `${DEV}, Short and long polling`,
    scenario: 'sqs.polling',
  },
  {
    id: 'sqs.message-size',
    statement:
      'A message of more than MaximumMessageSize, at most 1 MiB, attributes counted, is refused.',
    status: 'modelled',
    source: `${DEV}, Message quotas: 1 MiB since August 2025`,
    scenario: 'sqs.message-size',
  },
  {
    id: 'sqs.message-attributes',
    statement: 'A message has at most ten attributes; one with more is refused.',
    status: 'modelled',
    source: `${DEV}, Message metadata`,
    scenario: 'sqs.message-size',
  },
  {
    id: 'sqs.purge',
    statement:
      'PurgeQueue deletes what is visible, delayed and in flight. AWS takes up to a minute for it; here it is done at once.',
    status: 'simplified',
    source: `${API}, PurgeQueue`,
    scenario: 'sqs.purge',
  },
  {
    id: 'sqs.purge-once-a-minute',
    statement:
      'A queue is purged once in 60 s; another PurgeQueue before that is refused (PurgeQueueInProgress).',
    status: 'modelled',
    source: `${API}, PurgeQueue`,
    scenario: 'sqs.purge',
  },
  {
    id: 'sqs.oldest-message-age',
    statement:
      'ApproximateAgeOfOldestMessage here is that of the oldest message that waits; AWS counts messages in flight as well.',
    status: 'simplified',
    source: 'Amazon CloudWatch metrics for SQS',
    scenario: 'sqs.fifo-groups',
  },
  {
    id: 'sqs.spontaneous-duplicates',
    statement:
      'A standard queue may now and then hand a message out twice without any timeout, or once more after it was deleted.',
    status: 'not',
    source: `${DEV}, At-least-once delivery`,
  },
  {
    id: 'sqs.fair-queues',
    statement:
      'MessageGroupId on a standard queue (fair queues) keeps one noisy tenant from delaying the others. Here it changes nothing.',
    status: 'not',
    source: `${DEV}, Amazon SQS fair queues`,
  },
  {
    id: 'sqs.request-latency',
    statement: 'Requests to SQS take no time, and none of them fails.',
    status: 'not',
    source: API,
  },
]
