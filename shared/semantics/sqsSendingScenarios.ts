import { output, shop, sketch, sqs, worker } from '../topology/sketch.ts'
import type { Scenario } from './rule.ts'
import { line, perSecond, queue, sender, taking } from './sqsParts.ts'

const delays: Scenario = {
  id: 'sqs.delays',
  title: 'A delay of the queue, and one of the message',
  watch:
    'Messages of the shop wait 3 s, which the queue says; those of the express desk none, which they say themselves.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('jobs', perSecond(2)) },
        express: {
          name: 'Express',
          ...shop('jobs', { ...perSecond(1), ...sender({ delayMs: 0 }) }),
        },
        packing: { name: 'Packing', ...worker(['packing-jobs'], taking(50)) },
      },
      channels: { jobs: queue('Jobs', { delayMs: 3000 }) },
      subscriptions: { 'packing-jobs': sqs('jobs', 'packing', { waitTimeMs: 20_000 }) },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'accepted', element: 'channels/jobs', times: 25 },
    { kind: 'acknowledged', element: 'subscriptions/packing-jobs', times: 20 },
  ],
}

const retention: Scenario = {
  id: 'sqs.retention',
  title: 'Older than a minute',
  watch:
    'Nobody keeps up with the shop. After 60 s, the shortest retention there is, the oldest messages are deleted.',
  topology: () =>
    line({
      source: perSecond(5),
      channel: { messageRetentionPeriodMs: 60_000 },
      handler: taking(3000),
    }),
  seed: 1,
  untilMs: 70_000,
  shows: [{ kind: 'expired', element: 'channels/jobs', times: 10 }],
}

const polling: Scenario = {
  id: 'sqs.polling',
  title: 'Long polling beside short polling',
  watch:
    'Both queues get the same. Patient polls long and has each message at once; Hasty polls short, every second, and finds nothing now and then.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('calm', perSecond(2)) },
        stall: { name: 'Stall', ...shop('busy', perSecond(2)) },
        patient: { name: 'Patient', ...worker(['patient-calm'], taking(10)) },
        hasty: { name: 'Hasty', ...worker(['hasty-busy'], taking(10)) },
      },
      channels: { calm: queue('Calm', { receiveMessageWaitTimeMs: 20_000 }), busy: queue('Busy') },
      subscriptions: {
        'patient-calm': sqs('calm', 'patient'),
        'hasty-busy': sqs('busy', 'hasty', { waitTimeMs: 0, pollIntervalMs: 1000 }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'acknowledged', element: 'subscriptions/patient-calm', times: 19 },
    { kind: 'acknowledged', element: 'subscriptions/hasty-busy', times: 10 },
  ],
}

const TEN = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`field-${n}`, n]))

const messageSize: Scenario = {
  id: 'sqs.message-size',
  title: 'A message of more than a mebibyte, or of more than ten attributes',
  watch:
    'SQS refuses the photographs, which are too large, and takes the notes, which have ten attributes. Packing adds an eleventh to its labels: they are refused too.',
  topology: () =>
    sketch({
      services: {
        desk: {
          name: 'Desk',
          ...shop('jobs', { ...perSecond(2), eventTypeId: 'note', attributes: TEN }),
        },
        camera: { name: 'Camera', ...shop('jobs', { ...perSecond(1), eventTypeId: 'photo' }) },
        packing: {
          name: 'Packing',
          ...worker(['packing-jobs'], {
            ...taking(50),
            outputs: {
              labels: output('labels', { eventTypeId: 'note', attributes: { packed: true } }),
            },
          }),
        },
      },
      channels: { jobs: queue('Jobs'), labels: queue('Labels') },
      subscriptions: { 'packing-jobs': sqs('jobs', 'packing', { waitTimeMs: 20_000 }) },
      eventTypes: {
        note: { name: 'NoteTaken', sizeBytes: 2000 },
        photo: { name: 'PhotoTaken', sizeBytes: 3_000_000, hue: 2 },
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'refused', element: 'channels/jobs', times: 8 },
    { kind: 'accepted', element: 'channels/jobs', times: 18 },
    { kind: 'refused', element: 'channels/labels', times: 15 },
    { kind: 'accepted', element: 'channels/labels', times: 0 },
  ],
}

export const sqsSendingScenarios: readonly Scenario[] = [delays, retention, polling, messageSize]
