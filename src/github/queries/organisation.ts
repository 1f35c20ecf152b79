/** The organisation's queries: members with roles, teams with members and repositories, CODEOWNERS. */

const more = 'pageInfo { hasNextPage endCursor }';

/** Variables: login, after. */
export const membersQuery = `query Members($login: String!, $after: String) {
  organization(login: $login) {
    page: membersWithRole(first: 100, after: $after) { edges { role node { databaseId login } } ${more} }
  }
}`;

const teamMembers = `nodes { databaseId } ${more}`;
const teamRepositories = `edges { permission node { databaseId } } ${more}`;

/** Variables: login, after. Members are the team's own, not those of its child teams. */
export const teamsQuery = `query Teams($login: String!, $after: String) {
  organization(login: $login) {
    page: teams(first: 20, after: $after) {
      nodes {
        id slug privacy
        members(first: 100, membership: IMMEDIATE) { ${teamMembers} }
        repositories(first: 100) { ${teamRepositories} }
      }
      ${more}
    }
  }
}`;

/** Variables: id (a team), after. */
export const moreTeamMembersQuery = `query MoreTeamMembers($id: ID!, $after: String) {
  node(id: $id) { ... on Team { page: members(first: 100, after: $after, membership: IMMEDIATE) { ${teamMembers} } } }
}`;

/** Variables: id (a team), after. */
export const moreTeamRepositoriesQuery = `query MoreTeamRepositories($id: ID!, $after: String) {
  node(id: $id) { ... on Team { page: repositories(first: 100, after: $after) { ${teamRepositories} } } }
}`;

/** Variables: owner, name. In the order in which GitHub looks: `.github/`, the root, `docs/`. https://docs.github.com/articles/about-code-owners */
export const codeownersQuery = `query Codeowners($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    databaseId
    github: object(expression: "HEAD:.github/CODEOWNERS") { ... on Blob { text } }
    root: object(expression: "HEAD:CODEOWNERS") { ... on Blob { text } }
    docs: object(expression: "HEAD:docs/CODEOWNERS") { ... on Blob { text } }
  }
}`;
