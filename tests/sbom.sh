#!/usr/bin/env bash
# The program's bill of materials as CycloneDX 1.5: every crate that is built into it, with version, licence, origin and
# checksum, the same bytes for the same Cargo.lock.
#
#   tests/sbom.sh > kansli.cdx.json
#
# Made from cargo's own account of what it builds; crates that are only for building and testing are left out. Needs jq.
set -euo pipefail
cd "$(dirname "$0")/.."
platform=${1:-$(rustc -vV | sed -n 's/^host: //p')}

# What is linked into the program on this platform, and nothing that only makes or tries it.
names=$(cargo tree --locked --package kansli --edges normal --target "$platform" --prefix none --format '{p}' |
  sed 's/ (.*//; s/ v/ /' | sort -u)
checksums=$(sed -n '/^\[\[package\]\]/,/^$/p' Cargo.lock |
  awk '/^name = /{n=$3} /^version = /{v=$3} /^checksum = /{gsub(/"/, "", n); gsub(/"/, "", v); gsub(/"/, "", $3); print n, v, $3}')

cargo metadata --locked --format-version 1 --filter-platform "$platform" | jq -S \
  --arg names "$names" --arg checksums "$checksums" --arg platform "$platform" '
  def ref: "pkg:cargo/\(.name)@\(.version)";
  ($names | split("\n") | map({key: ., value: true}) | from_entries) as $built
  | ($checksums | split("\n") | map(split(" ") | {key: "\(.[0]) \(.[1])", value: .[2]}) | from_entries) as $sums
  | (.packages | map({key: .id, value: .}) | from_entries) as $packages
  | (.packages | map(select($built["\(.name) \(.version)"]))) as $crates
  | ($crates | map(select(.name == "kansli"))[0]) as $own
  | {
      bomFormat: "CycloneDX",
      specVersion: "1.5",
      version: 1,
      metadata: {
        component: ($own | {
          type: "application", "bom-ref": ref, name, version, description,
          licenses: [{license: {id: .license}}], purl: ref
        }),
        properties: [{name: "kansli:plattform", value: $platform}]
      },
      components: ($crates | map(select(.name != "kansli")) | sort_by(.name, .version) | map(
        {type: "library", "bom-ref": ref, name, version, purl: ref, scope: "required"}
        + (if .license then {licenses: [{expression: (.license | gsub(" */ *"; " OR "))}]} else {} end)
        + (if $sums["\(.name) \(.version)"] then {hashes: [{alg: "SHA-256", content: $sums["\(.name) \(.version)"]}]} else {} end)
        + (if .repository then {externalReferences: [{type: "vcs", url: .repository}]} else {} end)
      )),
      dependencies: (.resolve.nodes | map(
        $packages[.id] as $crate
        | select($built["\($crate.name) \($crate.version)"])
        | {
            ref: ($crate | ref),
            dependsOn: (.deps | map(select(any(.dep_kinds[]; .kind == null)) | $packages[.pkg]
              | select($built["\(.name) \(.version)"]) | ref) | unique)
          }
      ) | sort_by(.ref))
    }'
