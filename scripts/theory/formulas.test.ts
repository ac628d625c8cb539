// The formulas against figures that were worked out elsewhere: a wrong formula would make a right engine fail,
// and a wrong engine pass.

import { describe, expect, it } from 'vitest'
import * as theory from './formulas.ts'

describe('the formulas give the figures of the textbooks', () => {
  it('M/M/c', () => {
    expect(theory.erlangC(1.8, 2)).toBeCloseTo(0.852632, 6)
    expect(theory.manyServers(9, 5, 2).sojourn).toBeCloseTo(1.052632, 6)
    expect(theory.manyServers(9, 5, 4).wait * 9).toBeCloseTo(0.105164, 6)
    expect(theory.manyServers(9, 5, 4).sojourn).toBeCloseTo(0.211685, 6)
    expect(theory.erlangC(48, 55)).toBeCloseTo(0.238701, 6)
  })

  it('Erlang B', () => {
    expect(theory.erlangB(8.108, 15)).toBeCloseTo(0.0099996, 6)
  })

  it('M/G/1', () => {
    const wait = (cv2: number) => theory.pollaczekKhinchine(80, theory.momentsOf(0.01, cv2))
    expect([wait(0), wait(0.5), wait(1)].map((each) => each.toFixed(6))).toEqual([
      '0.020000',
      '0.030000',
      '0.040000',
    ])
    expect(theory.pollaczekKhinchine(70, theory.momentsOf(0.01, 4))).toBeCloseTo(0.058333, 6)
  })

  it('waits in M/D/1', () => {
    const at = (share: number) =>
      theory.quantileOf((time) => theory.waitsWithinMD1(time, 80, 0.01), share) * 1000
    expect(at(0.5)).toBeCloseTo(12.7594, 4)
    expect(at(0.95)).toBeCloseTo(66.2032, 4)
    expect(at(0.99)).toBeCloseTo(103.5589, 4)
  })

  it('D/M/1', () => {
    const regular = (s: number) => Math.exp(-s / 80)
    expect(theory.renewalRoot(regular, 100)).toBeCloseTo(0.62863, 6)
    expect(theory.renewalQueue(regular, 100).sojourn * 1000).toBeCloseTo(26.9273, 4)
  })

  it('M/M/c/K', () => {
    const first = theory.finiteQueue(40, 30, { servers: 3, room: 7 })
    expect(first.empty).toBeCloseTo(0.255037, 6)
    expect(first.sojourn).toBeCloseTo(0.036517, 6)
    expect(theory.finiteQueue(50, 10, { servers: 4, room: 6 }).blocked).toBeCloseTo(0.293543, 6)
    expect(theory.finiteQueue(3, 2, { servers: 2, room: 5 }).wait).toBeCloseTo(0.230858, 6)
  })

  it('two stations in a row', () => {
    const at = (share: number) =>
      theory.quantileOf((time) => theory.tandemWithin(time, 20, 10), share)
    expect(at(0.95)).toBeCloseTo(0.367614, 6)
    expect(at(0.99)).toBeCloseTo(0.529581, 6)
  })

  it('a fork of two, batches, breakdowns', () => {
    expect(theory.forkOfTwo(80, 100)).toBeCloseTo(0.07, 12)
    expect(theory.batchesInside(0.6, 5)).toBeCloseTo(4.5, 12)
    const inside = theory.breakdownsInside(50, 100, { failures: 0.25, repairs: 1 })
    expect(inside).toBeCloseTo(28.3333, 4)
  })

  it('attempts, and messages that expire', () => {
    expect(theory.attemptMoments(0.2, 3).first).toBeCloseTo(1.24, 12)
    const { expired, waitOfServed } = theory.deadlineQueue(80, 100, 0.05)
    expect(expired).toBeCloseTo(0.07698667, 8)
    expect((waitOfServed + 0.01) * 1000).toBeCloseTo(24.9776, 4)
  })

  it('closed systems: exact mean value analysis comes to the same', () => {
    const [sources, thinking, services] = [10, 0.5, 30]
    let inside = 0
    let response = 0
    for (let customers = 1; customers <= sources; customers += 1) {
      response = (1 + inside) / services
      inside = (customers / (response + thinking)) * response
    }
    const closed = theory.finiteSources(sources, thinking, services)
    expect(closed.response).toBeCloseTo(response, 10)
    expect(closed.throughput).toBeCloseTo(sources / (response + thinking), 10)
  })

  it('priorities: one class is M/G/1, and two of a kind keep the average of all', () => {
    const service = theory.momentsOf(0.01, 1)
    const [only] = theory.priorityWaits([{ arrivals: 80, service }])
    expect(only).toBeCloseTo(0.04, 12)
    const [high = 0, low = 0] = theory.priorityWaits([
      { arrivals: 30, service },
      { arrivals: 50, service },
    ])
    expect((30 * high + 50 * low) / 80).toBeCloseTo(0.04, 12)
  })

  it('networks: what comes again counts again', () => {
    expect(theory.trafficOf([30], [[0.25]])[0]).toBeCloseTo(40, 9)
  })
})
