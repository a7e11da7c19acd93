// Judges requests with @cloud-copilot/iam-simulate: reads {roles, requests} on stdin, writes one verdict a request.
// The library is a development tool of this project under the AGPL; nothing of it is shipped.
import { readFileSync } from "node:fs";
import { runSimulation, runUnsafeSimulation } from "@cloud-copilot/iam-simulate";

const ANYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const NO_ORGANIZATION = { serviceControlPolicies: [], resourceControlPolicies: [] };

const { roles, requests } = JSON.parse(readFileSync(0, "utf-8"));

function simulation(role, { action, resource, context, caller }) {
  const request = {
    principal: caller ?? role.session,
    action,
    resource: { resource, accountId: role.account },
    contextVariables: context,
  };
  if (caller === null) return { request, identityPolicies: role.policies, ...NO_ORGANIZATION };
  // A caller with an identity may do anything in its own account: only the role's trust stands in its way.
  const identityPolicies = caller.startsWith("arn:") ? [{ name: "anything", policy: ANYTHING }] : [];
  return { request, identityPolicies, resourcePolicy: role.trust, ...NO_ORGANIZATION };
}

// The library's checks of a request refuse actions that its own list lacks; its checks of a policy are wanted once.
async function validated(role) {
  const anything = { action: "sts:GetCallerIdentity", resource: "*", context: {}, caller: null };
  const result = await runSimulation(simulation(role, anything), {});
  if (result.resultType === "error") throw new Error(`${role.session}: ${JSON.stringify(result.errors)}`);
  return role;
}

async function judge(request) {
  const role = roles[request.role];
  if (request.caller === null) return runUnsafeSimulation(simulation(role, request), {});
  const result = await runSimulation(simulation(role, request), {});
  if (result.resultType === "error") throw new Error(`${request.action}: ${JSON.stringify(result.errors)}`);
  return result.overallResult;
}

for (const role of roles) await validated(role);
const verdicts = [];
for (const request of requests) verdicts.push(await judge(request));
process.stdout.write(JSON.stringify(verdicts));
