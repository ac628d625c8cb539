// Versions in words: what they are called, when they were, and what has changed since.

import type { Version, VersionReason } from '#shared/protocol/versions.ts'
import type { Topology } from '#shared/topology/topology.ts'

const REASONS: Readonly<Record<VersionReason, string>> = {
  asked: 'Kept',
  editing: 'While editing',
  restore: 'Before a restore',
  outside: 'Before the file was replaced',
}

/** Its name, or how it came to be. */
export function versionTitle({ name, reason }: Version): string {
  return name ?? REASONS[reason]
}

/** `Today, 14:03`, `Yesterday, 09:12`, `19 Nov, 14:03`, `19 Nov 2025, 14:03`. */
export function versionTime(atMs: number, nowMs: number): string {
  const at = new Date(atMs)
  const now = new Date(nowMs)
  const clock = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (at.toDateString() === now.toDateString()) return `Today, ${clock}`
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  if (at.toDateString() === yesterday.toDateString()) return `Yesterday, ${clock}`
  const year = at.getFullYear() === now.getFullYear() ? '' : ` ${at.getFullYear()}`
  const month = at.toLocaleDateString('en-GB', { month: 'short' })
  return `${at.getDate()} ${month}${year}, ${clock}`
}

export function elementCounts({
  services,
  channels,
}: Pick<Topology, 'services' | 'channels'>): string {
  return countsText(Object.keys(services).length, Object.keys(channels).length)
}

export function countsText(services: number, channels: number): string {
  return `${counted(services, 'service')}, ${counted(channels, 'channel')}`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
