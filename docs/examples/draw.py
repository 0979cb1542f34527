from hub_client import Client, google_veo_3_1_fast

with Client() as client:
    google_veo_3_1_fast.submit(client, prompt="An ox in the rain", resolution="720")
    google_veo_3_1_fast.submit(client, promt="An ox in the rain")
