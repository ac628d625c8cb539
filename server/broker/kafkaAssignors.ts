/**
 * RangeAssignor for one topic: which member owns each partition. The first `partitions % members`
 * members get one more than the others. Members in the order of their ids.
 */
export function assignRange(partitions: number, members: readonly number[]): readonly number[] {
  const each = Math.floor(partitions / members.length)
  const larger = partitions % members.length
  return members.flatMap((member, index) =>
    Array<number>(each + (index < larger ? 1 : 0)).fill(member),
  )
}
