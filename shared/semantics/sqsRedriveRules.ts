// Amazon SQS: dead-letter queues, and the way back.

import type { Rule } from './rule.ts'

const DEV = 'Amazon SQS Developer Guide'
const API = 'Amazon SQS API Reference'

export const sqsRedriveRules: readonly Rule[] = [
  {
    id: 'sqs.redrive-policy',
    statement:
      'Received maxReceiveCount times, a message goes to the dead-letter queue at the next receive, which brings others in its place.',
    status: 'modelled',
    source: `${DEV}, Dead-letter queues`,
    scenario: 'sqs.poison',
  },
  {
    id: 'sqs.redrive-needs-receive',
    statement:
      'While nobody receives, nothing goes to the dead-letter queue, whatever the receive counts are.',
    status: 'modelled',
    source: `${DEV}, Dead-letter queues`,
    scenario: 'sqs.poison',
  },
  {
    id: 'sqs.receive-count-continues',
    statement: 'ApproximateReceiveCount goes on counting in the dead-letter queue.',
    status: 'modelled',
    source: 'localstack, test_sqs.py: test_dead_letter_queue_message_attributes, recorded on AWS',
    scenario: 'sqs.poison',
  },
  {
    id: 'sqs.dead-letter-age',
    statement:
      'Of a standard queue, a dead letter keeps the time of its sending: its retention goes on from there. Give a dead-letter queue a longer one.',
    status: 'modelled',
    source: `${DEV}, Dead-letter queues`,
    scenario: 'sqs.poison',
  },
  {
    id: 'sqs.dead-letter-same-type',
    statement:
      'The dead-letter queue of a FIFO queue is a FIFO queue, that of a standard queue a standard one.',
    status: 'modelled',
    source: `${DEV}, Dead-letter queues`,
    scenario: 'sqs.fifo-poison',
  },
  {
    id: 'sqs.poison-to-the-back',
    statement:
      'Received three times and more, a message goes behind the others of a standard queue, and the age of the oldest is that of the next one.',
    status: 'modelled',
    source: 'Amazon CloudWatch metrics for SQS: ApproximateAgeOfOldestMessage',
    scenario: 'sqs.poison',
  },
  {
    id: 'sqs.redrive-back',
    statement:
      'StartMessageMoveTask moves dead letters back to the queue that they came from, at most 500 a second. Where no rate is said, AWS finds one by the backlog; here it is 500.',
    status: 'simplified',
    source: `${API}, StartMessageMoveTask`,
    scenario: 'sqs.poison',
  },
  {
    id: 'sqs.redrive-new-message',
    statement:
      'What is moved back is a new message: its receive count and its retention begin anew.',
    status: 'modelled',
    source: `${DEV}, Dead-letter queue redrive`,
    scenario: 'sqs.poison',
  },
  {
    id: 'sqs.redrive-source',
    statement:
      'A move task fails at a message that came from no other queue (CouldNotDetermineMessageSource).',
    status: 'modelled',
    source: `${API}, ListMessageMoveTasks`,
    scenario: 'sqs.poison',
  },
]
