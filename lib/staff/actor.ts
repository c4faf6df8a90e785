/** Who acts: the first argument of every domain function, so that nothing is done in nobody's name. */
export interface Actor {
  kind: 'operator'
  operatorId: string
  name: string
  email: string
  role: 'owner' | 'operator'
}
