// Which member of a consumer group gets which partition.

import type { Rule } from './rule.ts'

const GROUP_MANAGER =
  'apache/kafka, GroupMetadataManager.java of the group coordinator, classic groups'

export const kafkaAssignmentRules: readonly Rule[] = [
  {
    id: 'kafka.one-member-per-partition',
    statement:
      'A partition is read by at most one member of a group. Each slot of a service is a member; members beyond the number of partitions have nothing to do.',
    status: 'modelled',
    source: 'Apache Kafka documentation, Design, The Consumer',
    scenario: 'kafka.idle-member',
  },
  {
    id: 'kafka.assignor-range',
    statement:
      'Range goes topic by topic and gives neighbouring partitions to each subscriber; the first members get one more. With many small topics the first members get nearly everything.',
    status: 'modelled',
    source: 'apache/kafka, RangeAssignor.java and RangeAssignorTest.java',
    scenario: 'kafka.range-overload',
  },
  {
    id: 'kafka.assignor-roundrobin',
    statement:
      'Roundrobin deals the partitions of all topics out one by one, passing over members that do not subscribe to the topic.',
    status: 'modelled',
    source: 'apache/kafka, RoundRobinAssignor.java',
    scenario: 'kafka.roundrobin',
  },
  {
    id: 'kafka.assignor-sticky',
    statement:
      'Sticky assigns as evenly as can be, and then with as few moves as possible. Claims of an older generation lose; a partition that two members of one generation claim counts as free.',
    status: 'modelled',
    source: 'KIP-54, KIP-341; apache/kafka, AbstractStickyAssignor.java',
    scenario: 'kafka.cooperative',
  },
  {
    id: 'kafka.assignor-cooperative',
    statement:
      'Cooperative-sticky aims at the same, but what another member still has is withheld until that member has given it up.',
    status: 'modelled',
    source: 'KIP-429; apache/kafka, CooperativeStickyAssignor.java',
    scenario: 'kafka.cooperative',
  },
  {
    id: 'kafka.assignor-uniform',
    statement:
      'Under the consumer protocol the broker assigns: who has more than its share gives up the rest, which fills the others up.',
    status: 'modelled',
    source: 'apache/kafka, UniformHomogeneousAssignmentBuilder.java',
    scenario: 'kafka.consumer-protocol',
  },
  {
    id: 'kafka.member-order',
    statement:
      'Assignors take static members by their group.instance.id, before dynamic ones by their member.id.',
    status: 'modelled',
    source: 'apache/kafka, AbstractPartitionAssignor.MemberInfo',
    scenario: 'kafka.static-restart',
  },
  {
    id: 'kafka.member-ids',
    statement:
      'Dynamic members stand in the order in which they joined. In Kafka their member.id ends in a random UUID, so that their order is a matter of chance.',
    status: 'simplified',
    source: GROUP_MANAGER,
  },
  {
    id: 'kafka.rack-aware-assignment',
    statement: 'Assignors know no racks, and consumers fetch from leaders only.',
    status: 'not',
    source: 'KIP-881, KIP-392',
  },
]
