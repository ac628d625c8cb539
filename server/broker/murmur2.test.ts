import { describe, expect, it } from 'vitest'
import { murmur2, partitionOf } from './murmur2.ts'

describe('murmur2', () => {
  // Apache Kafka, clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java, testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %j as Kafka does', (key, expected) => {
    expect(murmur2(bytesOf(key))).toBe(expected)
  })

  // KafkaJS, src/producer/partitioners/default/murmur2.spec.js, checked there against Java. Its older
  // partitioner gave 1311020360 for "1" and is wrong.
  it.each([
    ['0', 971027396],
    ['1', -1993445489],
    ['128', -326012175],
    ['105413504', -381294639],
    ['100:48069', 1009543857],
  ])('hashes %j as Java does', (key, expected) => {
    expect(murmur2(bytesOf(key))).toBe(expected)
  })

  // librdkafka, src/rdmurmur2.c, unittest_murmur2: all lengths of a tail, and no byte at all.
  it.each([
    ['1234', -1614185708],
    ['234', -406844982],
    ['34', -2026295078],
    ['4', 1514888353],
    ['giberish123456789', -1890243828],
    ['', 275646681],
  ])('hashes %j as librdkafka does', (key, expected) => {
    expect(murmur2(bytesOf(key))).toBe(expected)
  })
})

describe('partitionOf', () => {
  // Sarama, partitioner_test.go, TestMurmur2Partitioner.
  it.each([
    ['foo', 16],
    ['bar', 45],
    ['baz', 80],
    ['kafka', 80],
    ['sarama', 11],
  ])('places %j among 100 partitions', (key, partition) => {
    expect(partitionOf(key, 100)).toBe(partition)
  })

  // librdkafka, tests/0048-partitioner.c, from Java.
  it.each([
    ['', 7, 2],
    ['', 17, 11],
    ['23456', 7, 5],
    ['23456', 17, 9],
    ['hejsan', 7, 6],
    ['hejsan', 17, 5],
  ])('places %j among %i partitions', (key, partitions, partition) => {
    expect(partitionOf(key, partitions)).toBe(partition)
  })

  it('hashes the bytes of UTF-8', () => {
    const bytes = Uint8Array.of(0xc3, 0xa9)
    expect(partitionOf('é', 1000)).toBe((murmur2(bytes) & 0x7fff_ffff) % 1000)
  })
})

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
