#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# The numbers of the platform packs, as their sources had them on the day they were read. A number that changes
# must change here too.

setup() {
    ROOT=${ROOT:-$BATS_TEST_DIRNAME/../..}
    cd "$ROOT/share/brand-rules" || return 1
}

# One attribute of a rule, or of its limit for a size.
value() { # PACK RULE ATTRIBUTE [SIZE]
    local at="//*[local-name()='rule'][@id='$2']"
    [ $# -lt 4 ] || at="$at/*[local-name()='limit'][contains(concat(' ', @sizes, ' '), ' $4 ')]"
    xmllint --xpath "string($at/@$3)" "$1.xml"
}

@test "every pack is dated and names its source; what is not certain does not stop a campaign" {
    for pack in iab google google-pmax google-app campaign-manager meta linkedin snapchat tiktok; do
        xmllint --xpath 'string(/*/@dated)' $pack.xml | grep -qxE '20[0-9]{2}-(0[1-9]|1[0-2])'
        xmllint --xpath 'string(/*/@source)' $pack.xml | grep -q '^https://'
        [ "$(xmllint --xpath "count(//*[local-name()='rule'][@certainty][@level='error'])" $pack.xml)" -eq 0 ]
        brand-check --self-test $pack | grep -q 'each behaves as it says'
    done
}

@test "limits of single rules" {
    while read -r pack rule attribute want; do
        got=$(value "$pack" "$rule" "$attribute")
        [ "$got" = "$want" ] || { echo "$pack/$rule $attribute: '$got', not '$want'" >&2; false; }
    done <<'X'
google headline max 30
google long-headline max 90
google description max 90
google business-name max 25
google business-name count width
google ratio ratios 1.91:1 1:1 4:1
google ratio tolerance 0.01
google landscape min 600x314
google square min 300x300
google wide-logo min 512x128
google uploaded-unsure sizes 970x90 728x90 468x60 336x280 300x600 300x250 250x250 200x200 160x600 120x600
google uploaded-weight max-bytes 150kB
google uploaded-weight formats png jpeg gif
google weight max-bytes 5120kB
google animation max-seconds 30
google animation max-fps 5
google-pmax headline max 30
google-pmax long-headline max 90
google-pmax description max 90
google-pmax business-name max 25
google-pmax ratio tolerance 0.01
google-pmax landscape min 600x314
google-pmax square min 128x128
google-pmax square-picture min 300x300
google-pmax portrait min 480x600
google-pmax wide-logo min 512x128
google-pmax weight max-bytes 5120kB
google-pmax weight formats png jpeg
google-pmax centre top 10
google-pmax centre right 10
google-pmax centre bottom 10
google-pmax centre left 10
google-app ratio ratios 1.91:1 4:5 1:1
google-app portrait min 320x400
google-app square min 200x200
google-app weight max-bytes 5MB
campaign-manager size max 4000x4000
campaign-manager weight max-bytes 9.5MB
campaign-manager weight formats png jpeg gif
meta ratio ratios 1:1 4:5 9:16
meta ratio tolerance 0.01
meta feed-width min 600x600
meta resolution min 1080x1080
meta feed-resolution min 1440x1440
meta weight max-bytes 30MB
meta weight formats png jpeg
meta stories top 14
meta stories bottom 20
meta reels top 14
meta reels bottom 35
meta reels left 6
meta reels right 6
meta primary-text max 125
meta headline max 40
meta feed-headline max 27
meta feed-description max 27
meta reels-primary-text max 72
linkedin ratio ratios 1.91:1 1:1 4:5
linkedin landscape max 7680x4320
linkedin landscape-min min 640x360
linkedin square min 360x360
linkedin square max 4320x4320
linkedin portrait max 2430x4320
linkedin portrait-min min 360x640
linkedin weight max-bytes 5MB
linkedin weight formats png jpeg gif
linkedin name max 255
linkedin introduction max 150
snapchat size sizes 1080x1920
snapchat brand max 25
snapchat headline max 34
tiktok brand max 20
tiktok brand-short min 2
tiktok description max 100
X
}

@test "IAB: the initial load of each size" {
    while read -r most sizes; do
        for size in $sizes; do
            got=$(value iab weight max-bytes "$size")
            [ "$got" = "${most}kB" ] || { echo "$size: '$got', not $most kB" >&2; false; }
            grep -q "[\" ]$size[\" ]" <(value iab size sizes | sed 's/.*/"&"/')
        done
    done <<'X'
250 970x250
200 970x90
150 728x90 300x250 160x600 300x1050
50 300x50 320x50 120x60
300 640x1136 750x1334 1080x1920
5 120x20 168x28 216x36
X
    [ "$(value iab size sizes | wc -w)" -eq 15 ]
}
