/** Which issue is the welcome. */
import type { Tenant } from './ports.ts';

/** Whether an issue is the welcome issue: commands about joining and leaving are heard there, whatever its repository. */
export async function isWelcome(tenant: Tenant, issue: { readonly repositoryId: number; readonly number: number }): Promise<boolean> {
  const welcome = await tenant.welcome.read();
  return welcome !== null && welcome.repositoryId === issue.repositoryId && welcome.number === issue.number;
}
