# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# The generator of inert attacks and the measurement, on the demo's invented mail.

. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1
unset KITH_DATA

forge() {
	python3 "$TOP/eval/generate.py" "$TMPDIR/sample/archive.mbox" --out "$TMPDIR/$1" --cut 0.7 \
		--count 6 --seed "$2" --profiles E1,E2,E3,E4,E5,E7,E8,E12
}

same_seed() {
	forge one 7 && forge two 7 && diff -r "$TMPDIR/one" "$TMPDIR/two"
}

other_seed() {
	forge three 8 && ! cmp -s "$TMPDIR/one/E1.mbox" "$TMPDIR/three/E1.mbox"
}

check() {
	PYTHONPATH="$TOP/eval" python3 - "$TMPDIR" "$1" <<'PYTHON'
import email, io, json, sys, zipfile
import archive, measure, payload

folder, what = sys.argv[1:]
mail = archive.Archive.load([folder + "/sample/archive.mbox"])
cut = mail.cut_at(0.7)
learned = {m.message_id: m for m in mail.messages[:cut]}
with open(folder + "/one/truth.jsonl", encoding="utf-8") as stream:
    truths = [json.loads(line) for line in stream]
raws = {}
for truth in truths:
    if truth["file"] not in raws:
        data = archive.read_bytes(folder + "/one/" + truth["file"])
        raws[truth["file"]] = list(archive.split_mbox(data))
pairs = [(t, email.message_from_bytes(raws[t["file"]][t["number"] - 1])) for t in truths]

def truth_holds():
    for truth, message in pairs:
        stolen = learned[truth["quoted_message_id"]]
        thread = mail.threads[stolen.thread]
        held = {a for m in thread for _, a in m.people("from", "to", "cc")}
        assert truth["victim"]["address"] in held, truth
        assert truth["relay"] not in mail.addresses, truth
        assert truth["relay"] in message["From"], truth
        assert truth["time"] >= mail.messages[cut].time, truth

def well_formed():
    for truth, message in pairs:
        for part in message.walk():
            assert not part.defects, (truth["id"], part.defects)
        for field in ("From", "To", "Subject", "Date", "Message-ID"):
            assert len(message.get_all(field, [])) == 1, (truth["id"], field)
        restored = bool(message["In-Reply-To"])
        assert restored == truth["thread_headers"], truth["id"]

def payloads_are_there():
    for truth, message in pairs:
        files = [part for part in message.walk() if part.get_filename()]
        assert len(files) == (truth["payload"] != "link"), truth["id"]
        for part in files:
            data = part.get_payload(decode=True)
            if truth["payload"] == "locked-archive":
                assert zipfile.ZipFile(io.BytesIO(data)).infolist()[0].flag_bits & 1, truth["id"]
            elif data.startswith(b"PK"):
                names = zipfile.ZipFile(io.BytesIO(data)).namelist()
                assert any(name.endswith("vbaProject.bin") for name in names), truth["id"]
            else:
                assert data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")), truth["id"]

def cipher_is_real():
    locked = payload.locked_zip("a.txt", b"inert" * 99, "4821", "salt")
    package = zipfile.ZipFile(io.BytesIO(locked))
    assert package.read("a.txt", pwd=b"4821") == b"inert" * 99
    try:
        package.read("a.txt", pwd=b"1234")
        raise SystemExit("opened with a wrong password")
    except (RuntimeError, zipfile.BadZipFile):
        pass

def intervals():
    low, high = measure.wilson(0, 100)
    assert low == 0 and abs(high - 0.0370) < 1e-4, (low, high)
    low, high = measure.wilson(50, 100)
    assert abs(low - 0.4038) < 1e-4 and abs(high - 0.5962) < 1e-4, (low, high)

globals()[what]()
PYTHON
}

measured() {
	python3 "$TOP/eval/run.py" --program "$KITH" --work "$TMPDIR/measured" --count 4 --lookalikes 2 \
		>"$TMPDIR/table.txt" || { cat "$TMPDIR/table.txt"; return 1; }
	grep -q 'honest mail judged as a stream' "$TMPDIR/table.txt" &&
		python3 -m json.tool "$TMPDIR/measured/results.json" >/dev/null
}

# A program that does not do its work must not pass for one that finds nothing.
broken_program() {
	printf '#!/bin/sh\nexit 9\n' >"$TMPDIR/broken"
	chmod +x "$TMPDIR/broken"
	! python3 "$TOP/eval/run.py" --program "$TMPDIR/broken" --work "$TMPDIR/none" --count 1 \
		--lookalikes 0 >"$TMPDIR/broken.txt" 2>&1 && grep -q FAILED "$TMPDIR/broken.txt"
}

python3 "$TOP/demo/make-sample.py" "$TMPDIR/sample" >/dev/null
point "one seed gives the same attacks" same_seed
point "another seed gives others" other_seed
point "victims held what is quoted, relays are strangers, nothing is too early" check truth_holds
point "attacks are well-formed mail" check well_formed
point "attachments are what the truth file says" check payloads_are_there
point "locked archives open with their password only" check cipher_is_real
point "intervals are Wilson's" check intervals
point "the measurement runs" measured
point "a program that fails is reported" broken_program
finish
