// AWS Lambda as the consumer of an SQS queue: event source mappings.

import type { Rule } from './rule.ts'

const LAMBDA = 'AWS Lambda Developer Guide, Using Lambda with Amazon SQS'

export const lambdaRules: readonly Rule[] = [
  {
    id: 'sqs.lambda-batch',
    statement:
      'AWS polls the queue and invokes the function with up to BatchSize messages. The slot of a service is one concurrent execution: it handles them one by one, and all are deleted at the end.',
    status: 'modelled',
    source: LAMBDA,
    scenario: 'sqs.lambda-batches',
  },
  {
    id: 'sqs.lambda-batch-fails',
    statement:
      'An error of the function makes its whole batch visible again when the timeout ends, those handled before the error as well.',
    status: 'modelled',
    source: LAMBDA,
    scenario: 'sqs.lambda-batches',
  },
  {
    id: 'sqs.lambda-report-failures',
    statement:
      'With ReportBatchItemFailures, only the messages that the function names come again.',
    status: 'modelled',
    source: `${LAMBDA}: partial batch responses`,
    scenario: 'sqs.lambda-partial',
  },
  {
    id: 'sqs.lambda-fifo-stops',
    statement:
      'Of a FIFO queue, a function that reports failures stops at the first and reports it and all behind it: so the order is kept.',
    status: 'modelled',
    source: `${LAMBDA}: partial batch responses`,
    scenario: 'sqs.lambda-fifo',
  },
  {
    id: 'sqs.lambda-group-at-once',
    statement: 'Of a FIFO queue, one batch of a message group is handled at a time.',
    status: 'modelled',
    source: LAMBDA,
    scenario: 'sqs.lambda-fifo',
  },
  {
    id: 'sqs.lambda-window',
    statement:
      'With MaximumBatchingWindowInSeconds, messages are gathered until the batch is full or the window ends; their visibility timeouts run meanwhile.',
    status: 'modelled',
    source: LAMBDA,
    scenario: 'sqs.lambda-window',
  },
  {
    id: 'sqs.lambda-scaling',
    statement:
      'Of a standard queue, five batches are handled at once at first, and 300 more a minute while messages wait, up to 1,250. Here that is five more each second, and as many fewer when nothing waits.',
    status: 'simplified',
    source: `${LAMBDA}: scaling`,
    scenario: 'sqs.lambda-scaling',
  },
  {
    id: 'sqs.lambda-maximum-concurrency',
    statement: 'MaximumConcurrency limits the batches of one mapping that are handled at once.',
    status: 'modelled',
    source: `${LAMBDA}: maximum concurrency`,
    scenario: 'sqs.lambda-scaling',
  },
  {
    id: 'sqs.lambda-timeout',
    statement:
      'A function that takes longer than its timeout is stopped, and its whole batch has failed. Here it is not stopped: the slot handles the message that was begun to its end and publishes what comes of it, but nothing is deleted, and until then it is not free for another batch.',
    status: 'simplified',
    source: LAMBDA,
    scenario: 'sqs.lambda-timeout',
  },
  {
    id: 'sqs.lambda-visibility',
    statement:
      'A mapping whose function may take longer than the visibility timeout is not created; AWS advises six times the function’s timeout.',
    status: 'modelled',
    source: LAMBDA,
    scenario: 'sqs.lambda-batches',
  },
  {
    id: 'sqs.lambda-limits',
    statement:
      'A batch of more than 10 needs a batching window of a second or more; of a FIFO queue there are 10 at most, and no window.',
    status: 'modelled',
    source: LAMBDA,
    scenario: 'sqs.lambda-window',
  },
  {
    id: 'sqs.lambda-throttling',
    statement:
      'Where a function has no execution free, the invocation is throttled and the receive counts. Here AWS polls for free slots only.',
    status: 'not',
    source: LAMBDA,
  },
  {
    id: 'sqs.lambda-filtering',
    statement:
      'Filter criteria of a mapping, provisioned pollers and the limit of 6 MB for a batch are left out.',
    status: 'not',
    source: LAMBDA,
  },
]
