// Queueing theory, each formula from its definition. Rates are per second, times in seconds.

/** Share of arrivals that find all lines busy. Erlang 1917; Cooper, Introduction to Queueing Theory, 3.3. */
export function erlangB(load: number, servers: number): number {
  let blocking = 1
  for (let lines = 1; lines <= servers; lines += 1)
    blocking = (load * blocking) / (lines + load * blocking)
  return blocking
}

/** Share of arrivals that wait. Kleinrock, Queueing Systems I, (3.40). */
export function erlangC(load: number, servers: number): number {
  const blocking = erlangB(load, servers)
  const utilisation = load / servers
  return blocking / (1 - utilisation * (1 - blocking))
}

/** M/M/c. */
export function manyServers(arrivals: number, services: number, servers: number) {
  const waits = erlangC(arrivals / services, servers)
  const wait = waits / (servers * services - arrivals)
  return { waits, wait, sojourn: wait + 1 / services }
}

export interface Moments {
  readonly first: number
  readonly second: number
}

/** By mean and squared coefficient of variation. */
export function momentsOf(first: number, squaredVariation: number): Moments {
  return { first, second: first * first * (1 + squaredVariation) }
}

/** Mean wait of M/G/1. Pollaczek 1930, Khinchine 1932; Kleinrock I, (5.70). */
export function pollaczekKhinchine(arrivals: number, service: Moments): number {
  return (arrivals * service.second) / (2 * (1 - arrivals * service.first))
}

/** Share of M/D/1 that waits no longer. Erlang 1909; Tijms, A First Course in Stochastic Models, 9.2. */
export function waitsWithinMD1(time: number, arrivals: number, service: number): number {
  let sum = 0
  for (let served = 0; served * service <= time; served += 1) {
    const rest = arrivals * (time - served * service)
    sum += ((-rest) ** served / factorial(served)) * Math.exp(rest)
  }
  return (1 - arrivals * service) * sum
}

/** The root of σ = A*(μ(1 - σ)) below 1, A* the transform of the gaps. Kleinrock I, (6.28). */
export function renewalRoot(transform: (s: number) => number, services: number): number {
  let root = 0.5
  for (let step = 0; step < 10_000; step += 1) root = transform(services * (1 - root))
  return root
}

/** GI/M/1: waits are exponential where there are any. Kleinrock I, (6.30). */
export function renewalQueue(transform: (s: number) => number, services: number) {
  const root = renewalRoot(transform, services)
  const decay = services * (1 - root)
  return {
    wait: root / decay,
    sojourn: 1 / decay,
    waitQuantile: (share: number) => Math.max(0, Math.log(root / (1 - share)) / decay),
  }
}

/** M/M/c with room for so many in all. Kleinrock I, 3.6 and 3.7. */
export function finiteQueue(
  arrivals: number,
  services: number,
  { servers, room }: { readonly servers: number; readonly room: number },
) {
  const states = birthAndDeath(
    room,
    () => arrivals,
    (inside) => services * Math.min(inside, servers),
  )
  const blocked = states[room] ?? 0
  const inside = expected(states, (each) => each)
  const sojourn = inside / (arrivals * (1 - blocked))
  return { blocked, inside, sojourn, wait: sojourn - 1 / services, empty: states[0] ?? 0 }
}

/** Sources that are busy elsewhere for `thinking` on average, and one server. Kleinrock I, 3.8. */
export function finiteSources(sources: number, thinking: number, services: number) {
  const states = birthAndDeath(
    sources,
    (inside) => (sources - inside) / thinking,
    () => services,
  )
  const throughput = services * (1 - (states[0] ?? 0))
  // Little's law over the whole circle: sources = throughput · (response + thinking).
  return { throughput, response: sources / throughput - thinking }
}

/** Chances of a birth and death process, from its balance. Kleinrock I, (3.11). */
function birthAndDeath(
  most: number,
  birth: (inside: number) => number,
  death: (inside: number) => number,
): readonly number[] {
  const weights = [1]
  for (let inside = 1; inside <= most; inside += 1)
    weights.push(((weights[inside - 1] as number) * birth(inside - 1)) / death(inside))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** Sojourn of two M/M/1 in a row: independent exponentials. Burke 1956, Reich 1957. */
export function tandemWithin(time: number, first: number, second: number): number {
  return (
    1 - (second * Math.exp(-first * time) - first * Math.exp(-second * time)) / (second - first)
  )
}

/** Rates through stations whose output is routed by chance. Jackson 1957, traffic equations. */
export function trafficOf(
  outside: readonly number[],
  routing: readonly (readonly number[])[],
): readonly number[] {
  let rates = [...outside]
  for (let step = 0; step < 10_000; step += 1)
    rates = outside.map(
      (own, to) =>
        own + rates.reduce((sum, rate, from) => sum + rate * (routing[from]?.[to] ?? 0), 0),
    )
  return rates
}

/** M/M/1 by arrivals and services. */
export function sojournMM1(arrivals: number, services: number): number {
  return 1 / (services - arrivals)
}

/** Messages inside M/M/1 whose arrivals come in batches of this size. Gross and Harris, 3.1. */
export function batchesInside(utilisation: number, size: number): number {
  return (utilisation * (size + 1)) / (2 * (1 - utilisation))
}

/** Non-preemptive priorities, the first class first. Cobham 1954; Kleinrock II, (3.31). */
export function priorityWaits(
  classes: readonly { readonly arrivals: number; readonly service: Moments }[],
): readonly number[] {
  const residual = classes.reduce((sum, each) => sum + (each.arrivals * each.service.second) / 2, 0)
  let before = 0
  return classes.map(({ arrivals, service }) => {
    const after = before + arrivals * service.first
    const wait = residual / ((1 - before) * (1 - after))
    before = after
    return wait
  })
}

/** Attempts at something that fails with this chance, at most so many. */
export function attemptMoments(failure: number, most: number): Moments {
  let first = 0
  let second = 0
  for (let attempts = 1; attempts <= most; attempts += 1) {
    const chance = failure ** (attempts - 1) * (attempts < most ? 1 - failure : 1)
    first += attempts * chance
    second += attempts * attempts * chance
  }
  return { first, second }
}

/** The sum of so many services, which are independent. */
export function compound(count: Moments, service: Moments): Moments {
  const variance = service.second - service.first ** 2
  return {
    first: count.first * service.first,
    second: count.first * variance + count.second * service.first ** 2,
  }
}

/**
 * M/M/1 whose customers leave when they have waited for so long. The unfinished work has the density
 * λP₀e^{-(μ-λ)v} up to the deadline and falls like e^{-μv} beyond. Baccelli, Boyer and Hébuterne 1984.
 */
export function deadlineQueue(arrivals: number, services: number, deadline: number) {
  const drift = services - arrivals
  const atDeadline = Math.exp(-drift * deadline)
  const below = (1 - atDeadline) / drift
  const beyond = atDeadline / services
  const empty = 1 / (1 + arrivals * (below + beyond))
  const expired = arrivals * empty * beyond
  const waited = arrivals * empty * ((1 - atDeadline * (1 + drift * deadline)) / (drift * drift))
  return { expired, waitOfServed: waited / (1 - expired) }
}

/** Both halves of a fork at two equal M/M/1. Flatto and Hahn 1984; Nelson and Tantawi 1988, (11). */
export function forkOfTwo(arrivals: number, services: number): number {
  return (12 - arrivals / services) / 8 / (services - arrivals)
}

/**
 * Messages inside M/M/1 whose server breaks down at rate `failures`, at work or not, and is repaired at
 * rate `repairs`. White and Christie 1958; Gaver 1962.
 */
export function breakdownsInside(
  arrivals: number,
  services: number,
  { failures, repairs }: { readonly failures: number; readonly repairs: number },
): number {
  const both = failures + repairs
  return (
    (arrivals * (both ** 2 + services * failures)) / (both * (repairs * services - arrivals * both))
  )
}

/** Where a distribution function reaches this share. */
export function quantileOf(within: (time: number) => number, share: number): number {
  let high = 1e-3
  while (within(high) < share) high *= 2
  let low = 0
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2
    if (within(middle) < share) low = middle
    else high = middle
  }
  return high
}

export function exponentialQuantile(share: number, mean: number): number {
  return -mean * Math.log(1 - share)
}

/**
 * Relative standard error of the mean wait in M/M/1 over a million messages. Whitt, Planning Queueing
 * Simulations, Management Science 35 (1989), table 1: σ² = ρ(2 + 5ρ - 4ρ² + ρ³)/(1 - ρ)⁴ services.
 */
export function waitErrorMM1(rho: number): number {
  const variance = (rho * (2 + 5 * rho - 4 * rho ** 2 + rho ** 3)) / (1 - rho) ** 4
  return Math.sqrt(variance / 1e6) / (rho / (1 - rho))
}

function expected(states: readonly number[], of: (inside: number) => number): number {
  return states.reduce((sum, chance, inside) => sum + chance * of(inside), 0)
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}

/** Keys in the fullest of some partitions, each key in any of them alike: chances of 0, 1, 2, … */
export function fullestPartition(keys: number, partitions: number): readonly number[] {
  const atMost = Array.from({ length: keys + 1 }, (_, most) => {
    // n!/Pⁿ times the coefficient of xⁿ in (Σ xᵏ/k!)ᴾ, k up to `most`. Feller I, II.5.
    let coefficients = [1]
    for (let partition = 0; partition < partitions; partition += 1)
      coefficients = timesExponential(coefficients, most, keys)
    return ((coefficients[keys] ?? 0) * factorial(keys)) / partitions ** keys
  })
  return atMost.map((chance, most) => chance - (atMost[most - 1] ?? 0))
}

/** Mean and variance of the partitions that no key is in. Feller I, IV.2. */
export function emptyPartitions(keys: number, partitions: number) {
  const mean = partitions * (1 - 1 / partitions) ** keys
  const pairs = partitions * (partitions - 1) * (1 - 2 / partitions) ** keys
  return { mean, variance: mean + pairs - mean * mean }
}

function timesExponential(polynomial: readonly number[], most: number, degree: number): number[] {
  return Array.from({ length: degree + 1 }, (_, power) => {
    let sum = 0
    for (let k = 0; k <= Math.min(most, power); k += 1)
      sum += (polynomial[power - k] ?? 0) / factorial(k)
    return sum
  })
}
