import {
  BadgeCheck,
  Contact,
  Folder,
  type LucideIcon,
  Mail,
  MessageSquare,
  Minus,
  Package,
  Users,
  UsersRound,
} from 'lucide-react'

const icons: Readonly<Record<string, LucideIcon>> = {
  directory: Contact,
  exchange: Mail,
  sharepoint: Folder,
  teams: MessageSquare,
  groups: Users,
  'own-registration': BadgeCheck,
  'public-folders': UsersRound,
}

/** The picture of a workload; an unknown one gets a plain box. The name stands beside it or is said to readers. */
export function WorkloadIcon({ workload }: { workload: string }) {
  const Icon = icons[workload] ?? Package
  return <Icon className="i" aria-hidden />
}

/** A workload that is not connected: a dash in its slot, so that columns stay comparable. */
export function AbsentIcon() {
  return <Minus className="i" aria-hidden />
}
